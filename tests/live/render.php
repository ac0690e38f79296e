<?php
// Renders wikitexts as the wiki does: a JSON list on standard input, the list of their HTML on standard output.
require_once getenv( 'MW_INSTALL_PATH' ) . '/maintenance/Maintenance.php';
class RenderTexts extends Maintenance {
	public function execute() {
		$parser = MediaWiki\MediaWikiServices::getInstance()->getParser();
		$title = Title::newFromText( 'Rendered' );
		$done = [];
		foreach ( json_decode( file_get_contents( 'php://stdin' ) ) as $text ) {
			$options = ParserOptions::newFromAnon();
			$done[] = $parser->parse( $text, $title, $options )->getText( [ 'enableSectionEditLinks' => false ] );
		}
		$this->output( json_encode( $done ) );
	}
}
$maintClass = RenderTexts::class;
require_once RUN_MAINTENANCE_IF_MAIN;
