-- Infoboxes in Neovim (0.7 or later). In init.lua: dofile("/where/it/is/editors/neovim/infobox.lua")
-- vim.g.infobox_settings = { wiki = "frwiki" } before that line sets what docs/editors.md lists.
local server = {
  name = "infobox",
  cmd = vim.g.infobox_command or { "infobox", "lsp" },
  root_dir = vim.fn.getcwd(),
  init_options = vim.g.infobox_settings,
}
local client

local function attach(buffer)
  if vim.lsp.start then -- since 0.8
    vim.lsp.start(server, { bufnr = buffer })
  else
    client = client or vim.lsp.start_client(server)
    vim.lsp.buf_attach_client(buffer, client)
  end
  vim.bo[buffer].omnifunc = "v:lua.vim.lsp.omnifunc"
end

vim.api.nvim_create_autocmd({ "BufRead", "BufNewFile" }, {
  pattern = { "*.wikitext", "*.mediawiki" },
  callback = function()
    vim.bo.filetype = "wikitext"
  end,
})
vim.api.nvim_create_autocmd("FileType", {
  pattern = "wikitext",
  callback = function(event)
    attach(event.buf)
  end,
})
