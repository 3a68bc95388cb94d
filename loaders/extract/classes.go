package extract

import "github.com/entente-graph/entente/loaders/lang"

// classes are the semantic classes that the engine itself asks for. Where a field is
// of several, it has what the rule that asks needs; docs/add-a-language.md lists them.
type classes struct {
	acted        lang.ClassSet
	agency       lang.ClassSet
	airborne     lang.ClassSet
	ally         lang.ClassSet
	arsenal      lang.ClassSet
	article      lang.ClassSet // a part of a treaty, or what it asks for
	bargains     lang.ClassSet
	bloc         lang.ClassSet
	body         lang.ClassSet
	border       lang.ClassSet
	call         lang.ClassSet // talks from afar
	claim        lang.ClassSet
	close        lang.ClassSet
	combatant    lang.ClassSet
	countries    lang.ClassSet
	craft        lang.ClassSet
	deed         lang.ClassSet
	delivery     lang.ClassSet
	document     lang.ClassSet
	efforts      lang.ClassSet // what somebody tries and need not bring about
	elects       lang.ClassSet
	event        lang.ClassSet
	fiction      lang.ClassSet // what tells of deeds that nobody did
	former       lang.ClassSet
	gapped       lang.ClassSet
	goods        lang.ClassSet
	group        lang.ClassSet
	harm         lang.ClassSet
	head         lang.ClassSet
	hostages     lang.ClassSet
	independence lang.ClassSet
	lifting      lang.ClassSet
	locality     lang.ClassSet
	mission      lang.ClassSet
	mock         lang.ClassSet // says that a deed is only played
	money        lang.ClassSet
	mutual       lang.ClassSet
	named        lang.ClassSet
	nationals    lang.ClassSet
	neighbour    lang.ClassSet
	nobind       lang.ClassSet
	orders       lang.ClassSet // what binds one's own and is a demand on others
	nuclear      lang.ClassSet
	owned        lang.ClassSet
	people       lang.ClassSet
	person       lang.ClassSet
	plain        lang.ClassSet // verbs that no frame names
	relations    lang.ClassSet
	ruled        lang.ClassSet
	same         lang.ClassSet
	sanctions    lang.ClassSet
	ship         lang.ClassSet
	sport        lang.ClassSet
	states       lang.ClassSet // words for states, and for no other side
	territory    lang.ClassSet
	threat       lang.ClassSet
	ties         lang.ClassSet
	title        lang.ClassSet
	titled       lang.ClassSet
	treaty       lang.ClassSet
	units        lang.ClassSet
	unnamed      lang.ClassSet
	war          lang.ClassSet
}

// classesOf finds the classes in a pack.
func classesOf(p *lang.Pack) classes {
	c := p.Class
	event := c("attack").Or(c("war")).Or(c("fight")).Or(c("conflict")).Or(c("meeting")).Or(c("visit")).Or(c("negotiation")).Or(c("exercise"))
	return classes{
		acted:        c("acted"),
		agency:       c("agency"),
		airborne:     c("airborne"),
		ally:         c("ally"),
		arsenal:      c("arsenal"),
		article:      c("article"),
		bargains:     c("bargains"),
		bloc:         c("bloc"),
		body:         c("body"),
		border:       c("border"),
		call:         c("call"),
		claim:        c("claim"),
		close:        c("close"),
		combatant:    c("combatant"),
		countries:    c("countries"),
		craft:        c("craft").Or(c("arms")),
		deed:         c("deed"),
		delivery:     c("delivery"),
		document:     c("document"),
		efforts:      c("efforts"),
		elects:       c("elects"),
		event:        event,
		fiction:      c("fiction"),
		former:       c("former").Or(c("elect")),
		gapped:       c("ceasefire").Or(c("sanctions")).Or(c("tariffs")).Or(c("embargo")).Or(event),
		goods:        c("goods").Or(c("commodity")),
		group:        c("group"),
		harm:         c("attack").Or(c("war")),
		head:         c("head"),
		hostages:     c("hostages"),
		independence: c("independence"),
		lifting:      c("lifting"),
		locality:     c("locality"),
		mission:      c("embassy"),
		mock:         c("mock"),
		money:        c("money"),
		mutual:       c("mutual-defence"),
		named:        c("locality").Or(c("bases")),
		nationals:    c("nationals"),
		neighbour:    c("neighbour"),
		nobind:       c("nobind"),
		orders:       c("orders"),
		nuclear:      c("nuclear"),
		owned:        c("owned"),
		people:       c("person").Or(c("nobind")).Or(c("troops")).Or(c("combatant")).Or(c("ship")).Or(c("prisoners")),
		person:       c("person"),
		plain:        c("plain"),
		relations:    c("relations"),
		ruled:        c("ruled"),
		same:         c("same"),
		sanctions:    c("sanctions"),
		ship:         c("ship"),
		sport:        c("sport"),
		states:       c("states"),
		territory:    c("territory"),
		threat:       c("threat"),
		ties:         c("relations").Or(c("diplomatic-relations")),
		title:        c("title"),
		titled:       c("treaty").Or(c("bases")).Or(c("ship")).Or(c("border")),
		treaty:       c("treaty"),
		units:        c("troops"),
		unnamed:      c("unnamed"),
		war:          c("war"),
	}
}
