/** An infobox to try the page with. The battle is made up, and so are its mistakes. */
export const EXAMPLE = `{{Infobox military conflict
| conflict    = Battle of the Ford
| partof      = the [[War of the Two Rivers]]
| date        = 12 Febuary 1744
| place       = The ford near [[Oldmill]]
| result      = Northern victory
| combatant1  = {{flagicon|Denmark}} '''Northern League'''
* [[Kingdom of the North]]
* [[Free City of Oldmill]] {{small|(from 1743)}}
| combatant2  = [[Southern Crown]]<br />[[Lowland Guard]]
| commander1  = [[Anna Holt]]<br />[[Karl Brand]] {{KIA}}
| commander2  = [[Philip Marsh]] {{POW}}
| strength1   = 3,000–4,000
| strength2   = about 6,500
| casualties1 = 120 killed<br />300 wounded
| casualties2 = 650+ killed<br/>1,200 captured
| casualties3 = 40 civilians killed
}}
`;
