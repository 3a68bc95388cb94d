package gql

import (
	"cmp"
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/memory"
	"github.com/entente-graph/entente/graph/sqlite"
	"github.com/entente-graph/entente/schema"
)

// The world of the stories: some of the registry, and what a careful reader
// takes from the articles of testdata/articles.

// opened lists the stores on which every story is told.
var opened = []struct {
	name string
	open func(*testing.T) graph.Store
}{
	{"memory", func(t *testing.T) graph.Store {
		s, err := memory.Open()
		if err != nil {
			t.Fatal(err)
		}
		return s
	}},
	{"sqlite", func(t *testing.T) graph.Store {
		s, err := sqlite.Open(context.Background(), filepath.Join(t.TempDir(), "graph.db"), sqlite.Options{})
		if err != nil {
			t.Fatal(err)
		}
		return s
	}},
}

// world opens a store and loads the world into it.
func world(t *testing.T, open func(*testing.T) graph.Store) graph.Store {
	t.Helper()
	s := open(t)
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	put(t, s, worldBatch(t))
	return s
}

func put(t *testing.T, s graph.Store, b *graph.Batch) {
	t.Helper()
	if err := s.Put(context.Background(), b); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Fold(context.Background()); err != nil {
		t.Fatal(err)
	}
}

func worldEntities() []*graph.Entity {
	names := func(list ...string) []graph.Name {
		var out []graph.Name
		for _, n := range list {
			lang, text, _ := strings.Cut(n, ":")
			out = append(out, graph.Name{Lang: lang, Text: text})
		}
		return out
	}
	list := []*graph.Entity{
		{ID: "state:BLR", Name: "Belarus", ISO2: "BY", ISO3: "BLR", COW: 370, Names: names("ro:Belarus", "ru:Беларусь")},
		{ID: "state:DEU", Name: "Germany", ISO2: "DE", ISO3: "DEU", COW: 255, Names: names("ro:Germania")},
		{ID: "state:FRA", Name: "France", ISO2: "FR", ISO3: "FRA", COW: 220, Names: names("ro:Franța")},
		{ID: "state:GBR", Name: "United Kingdom", ISO2: "GB", ISO3: "GBR", COW: 200, Names: names("ro:Regatul Unit", "ro:Marea Britanie")},
		{ID: "state:IRN", Name: "Iran", ISO2: "IR", ISO3: "IRN", COW: 630, Names: names("ro:Iran", "fa:ایران")},
		{ID: "state:ISR", Name: "Israel", ISO2: "IL", ISO3: "ISR", COW: 666, Names: names("ro:Israel")},
		{ID: "state:POL", Name: "Poland", ISO2: "PL", ISO3: "POL", COW: 290, Names: names("ro:Polonia")},
		{ID: "state:PRK", Name: "North Korea", ISO2: "KP", ISO3: "PRK", COW: 731, Names: names("ro:Coreea de Nord")},
		{ID: "state:RUS", Name: "Russia", ISO2: "RU", ISO3: "RUS", COW: 365, Names: names("ro:Rusia", "ru:Россия")},
		{ID: "state:UKR", Name: "Ukraine", ISO2: "UA", ISO3: "UKR", COW: 369, Names: names("ro:Ucraina", "uk:Україна")},
		{ID: "state:USA", Name: "United States", ISO2: "US", ISO3: "USA", COW: 2, Names: names("ro:Statele Unite", "en:United States of America")},
		{ID: "org:EU", Name: "European Union", From: "1993-11-01", Names: names("ro:Uniunea Europeană")},
		{ID: "org:NATO", Name: "NATO", From: "1949-04-04", Names: names("en:North Atlantic Treaty Organization", "ro:OTAN")},
		{ID: "actor:HAMAS", Name: "Hamas", BasedIn: []graph.EntityID{"state:PSE"}},
		{ID: "leader:aleksandr-lukashenko", Name: "Aleksandr Lukashenko", Names: names("ro:Aleksandr Lukașenko", "ru:Александр Лукашенко", "pl:Alaksandr Łukaszenka")},
		{ID: "leader:donald-trump", Name: "Donald Trump"},
		{ID: "leader:masoud-pezeshkian", Name: "Masoud Pezeshkian", Names: names("ro:Masoud Pezeshkian")},
		{ID: "leader:vladimir-putin", Name: "Vladimir Putin", Names: names("ru:Владимир Путин", "ro:Vladimir Putin")},
		{ID: "leader:volodymyr-zelenskyy", Name: "Volodymyr Zelenskyy", Names: names("ro:Volodimir Zelenski")},
	}
	for _, e := range list {
		e.Kind = e.ID.Kind()
		e.Registry = true
		if e.Kind == graph.State {
			e.Recognition = graph.UNMember
		}
	}
	return list
}

// registryReading holds facts that no article tells.
func registryReading() graph.Reading {
	a := &graph.Article{ID: graph.NewArticleID("registry:test", ""), Title: "Registry", URL: "registry:test"}
	r := graph.Reading{Article: a, Extractor: graph.RegistryExtractor}
	add := func(key string, kind schema.Kind, subject, object graph.EntityID, office string, from, to graph.Date) {
		c := &graph.Claim{
			Subject: graph.EntityRef{ID: subject, Kind: subject.Kind(), Name: subject.Code()}, Relation: kind,
			Object:   graph.EntityRef{ID: object, Kind: object.Kind(), Name: object.Code()},
			Modality: graph.Asserted, Voice: graph.VoiceOutlet, ValidFrom: from, ValidTo: to, Office: office,
			Confidence: 1000, Rule: "registry", Extractor: graph.RegistryExtractor,
			Evidence: graph.Evidence{Form: graph.FormRecord, Article: a.ID, URL: a.URL, Quote: key, Key: key},
		}
		c.Seal()
		r.Claims = append(r.Claims, c)
	}
	add("raisi", schema.Leads, "leader:ebrahim-raisi", "state:IRN", "HEAD_OF_GOVERNMENT", "2021-08-03", "2024-05-19")
	add("pezeshkian", schema.Leads, "leader:masoud-pezeshkian", "state:IRN", "HEAD_OF_GOVERNMENT", "2024-07-28", "")
	add("putin-1", schema.Leads, "leader:vladimir-putin", "state:RUS", "HEAD_OF_GOVERNMENT", "2008-05-08", "2012-05-07")
	add("putin-2", schema.Leads, "leader:vladimir-putin", "state:RUS", "HEAD_OF_STATE", "2012-05-07", "")
	add("lukashenko", schema.Leads, "leader:aleksandr-lukashenko", "state:BLR", "HEAD_OF_STATE", "1994-07-20", "")
	add("trump", schema.Leads, "leader:donald-trump", "state:USA", "HEAD_OF_STATE", "2025-01-20", "")
	for _, m := range []graph.EntityID{"state:DEU", "state:FRA", "state:POL"} {
		add("eu-"+m.Code(), schema.MemberOf, m, "org:EU", "", "1993-11-01", "")
	}
	for _, m := range []graph.EntityID{"state:DEU", "state:FRA", "state:GBR", "state:POL", "state:USA"} {
		add("nato-"+m.Code(), schema.MemberOf, m, "org:NATO", "", "1999-03-12", "")
	}
	return r
}

// readArticle reads an article of testdata/articles.
func readArticle(t *testing.T, name string) *graph.Article {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("../../testdata/articles", name+".ro.txt"))
	if err != nil {
		t.Fatal(err)
	}
	parts := strings.SplitN(string(b), "---\n", 3)
	a := &graph.Article{Text: parts[2]}
	for line := range strings.Lines(parts[1]) {
		k, v, _ := strings.Cut(strings.TrimSpace(line), ": ")
		switch k {
		case "title":
			a.Title = v
		case "url":
			a.URL = v
		case "source":
			a.Source = v
		case "published":
			a.Published = graph.Date(v)
		case "lang":
			a.Lang = v
		}
	}
	a.ID = graph.NewArticleID(a.URL, a.Text)
	return a
}

// said is a claim in a few words: what is left out is asserted by the outlet.
type said struct {
	quote           string
	subject         graph.EntityID
	kind            schema.Kind
	object          graph.EntityID
	modality        graph.Modality
	voice           graph.Voice
	from            graph.Date
	to              graph.Date
	items           []string
	against         graph.EntityID
	agent           graph.EntityID // for the subject
	other           graph.EntityID // an agent for the object
	agency, speaker string
	by              graph.EntityID // the speaker's id
	treaty          *graph.TreatyMention
	more            func(*graph.Claim) // what few claims say
}

func (s said) claim(t *testing.T, a *graph.Article) *graph.Claim {
	t.Helper()
	at := strings.Index(a.Text, s.quote)
	if at < 0 {
		t.Fatalf("%s does not say %q", a.URL, s.quote)
	}
	start := utf8.RuneCountInString(a.Text[:at])
	ref := func(id graph.EntityID) graph.EntityRef {
		return graph.EntityRef{ID: id, Kind: id.Kind(), Name: id.Code()}
	}
	c := &graph.Claim{
		Subject: ref(s.subject), Relation: s.kind, Object: ref(s.object),
		Modality: cmp.Or(s.modality, graph.Asserted), Voice: cmp.Or(s.voice, graph.VoiceOutlet),
		ValidFrom: s.from, ValidTo: cmp.Or(s.to, s.from), Items: s.items, Confidence: 900, Rule: "hand", Extractor: "hand",
		Evidence: graph.Evidence{
			Form: graph.FormText, Article: a.ID, URL: a.URL, Published: a.Published,
			Start: start, End: start + utf8.RuneCountInString(s.quote), Quote: s.quote,
		},
	}
	if spec := schema.Default().Spec(s.kind); spec == nil {
		t.Fatalf("no kind %s", s.kind)
	} else if !spec.Point {
		c.ValidTo = s.to
	}
	if s.against != "" {
		r := ref(s.against)
		r.Kind = ""
		c.Against = append(c.Against, r)
	}
	if s.agent != "" {
		c.Agents = append(c.Agents, graph.Agent{ID: s.agent, Name: s.agent.Code(), Office: "president", Side: graph.SideSubject})
	}
	if s.other != "" {
		c.Agents = append(c.Agents, graph.Agent{ID: s.other, Name: s.other.Code(), Office: "president", Side: graph.SideObject})
	}
	if s.agency != "" {
		c.Attribution = append(c.Attribution, graph.Source{Name: s.agency, Role: graph.RoleAgency, Stance: graph.Says})
	}
	if s.speaker != "" {
		c.Attribution = append(c.Attribution, graph.Source{Name: s.speaker, ID: s.by, Role: graph.RoleSpeaker, Stance: graph.Says})
	}
	if s.treaty != nil {
		m := *s.treaty
		m.Parties = []graph.EntityID{s.subject, s.object}
		slices.Sort(m.Parties)
		m.ID = graph.TreatyID(m.Kind, m.Parties, m.Signed)
		c.Treaty = &m
	}
	if s.more != nil {
		s.more(c)
	}
	c.Seal()
	return c
}

func worldBatch(t *testing.T) *graph.Batch {
	yes, no := true, false
	partnership := graph.TreatyMention{Title: "Tratat de parteneriat strategic cuprinzător", Kind: graph.StrategicPartnership, Status: graph.TreatySigned, Signed: "2025-01-17", MutualDefence: &no}
	talks := graph.TreatyMention{Title: "tratat de cooperare strategică", Kind: graph.StrategicPartnership, Status: graph.TreatyNegotiating}
	korea := graph.TreatyMention{Kind: graph.StrategicPartnership, Status: graph.TreatySigned, Signed: "2024-06", MutualDefence: &yes}
	told := map[string][]said{
		"2023-07-26-niger-coup": {
			{quote: "Berlinul a încetat cooperarea în domeniul securității", subject: "state:DEU", kind: schema.CooperatesWith, object: "state:NER", modality: graph.Denied, more: func(c *graph.Claim) { c.Ended = true }},
		},
		"2022-10-19-iran-denies-drones": {
			{quote: "Iranul a negat miercuri că a furnizat drone Rusiei", subject: "state:IRN", kind: schema.SuppliedDronesTo, object: "state:RUS", modality: graph.Denied, voice: graph.VoiceSubject, items: []string{"drone"}, speaker: "Iranul", by: "state:IRN"},
			{quote: "Ucraina acuză Iranul că a livrat armatei ruse aparate fără pilot", subject: "state:IRN", kind: schema.SuppliedDronesTo, object: "state:RUS", voice: graph.VoiceThird, items: []string{"drone"}, against: "state:UKR", speaker: "Ucraina", by: "state:UKR"},
			{quote: "Rusia a atacat luni capitala ucraineană cu 28 de drone", subject: "state:RUS", kind: schema.Attacked, object: "state:UKR", voice: graph.VoiceObject, from: "2022-10-17", speaker: "autoritățile de la Kiev", by: "state:UKR"},
			{quote: "În septembrie, Ucraina a redus nivelul relațiilor diplomatice cu Iranul", subject: "state:UKR", kind: schema.ReducedRelationsWith, object: "state:IRN", from: "2022-09"},
			{quote: "Uniunea Europeană pregătește noi sancțiuni împotriva Iranului", subject: "org:EU", kind: schema.Sanctioned, object: "state:IRN", modality: graph.Planned},
		},
		"2022-11-05-iran-admits-drones": {
			{quote: "Iranul a recunoscut sâmbătă, pentru prima dată, că a furnizat drone Rusiei", subject: "state:IRN", kind: schema.SuppliedDronesTo, object: "state:RUS", voice: graph.VoiceSubject, items: []string{"drone"}, speaker: "Iranul", by: "state:IRN"},
			{quote: "Am livrat Rusiei un număr mic de drone", subject: "state:IRN", kind: schema.SuppliedDronesTo, object: "state:RUS", voice: graph.VoiceSubject, items: []string{"drone"}, agency: "IRNA", speaker: "Hossein Amir-Abdollahian", by: "state:IRN"},
			{quote: "În octombrie, Uniunea Europeană și Marea Britanie au impus sancțiuni Iranului", subject: "org:EU", kind: schema.Sanctioned, object: "state:IRN", from: "2022-10"},
			{quote: "În octombrie, Uniunea Europeană și Marea Britanie au impus sancțiuni Iranului", subject: "state:GBR", kind: schema.Sanctioned, object: "state:IRN", from: "2022-10"},
			{quote: "Cele două țări negociază un tratat de cooperare strategică", subject: "state:IRN", kind: schema.NegotiatesTreatyWith, object: "state:RUS", treaty: &talks},
		},
		"2025-01-17-iran-russia-treaty": {
			{quote: "au semnat vineri, la Moscova, un tratat de parteneriat strategic cuprinzător", subject: "state:IRN", kind: schema.SignedStrategicTreatyWith, object: "state:RUS", from: "2025-01-17", agent: "leader:masoud-pezeshkian", other: "leader:vladimir-putin", treaty: &partnership},
			{quote: "a promis că Iranul va sprijini Rusia", subject: "state:IRN", kind: schema.PledgedSupportTo, object: "state:RUS", voice: graph.VoiceSubject, agent: "leader:masoud-pezeshkian", speaker: "Masoud Pezeshkian", by: "leader:masoud-pezeshkian"},
			{quote: "Iranul a furnizat Rusiei drone Shahed, folosite împotriva Ucrainei", subject: "state:IRN", kind: schema.SuppliedDronesTo, object: "state:RUS", items: []string{"drone"}, against: "state:UKR"},
			{quote: "Teheranul neagă că a livrat rachete balistice armatei ruse", subject: "state:IRN", kind: schema.SuppliedMissilesTo, object: "state:RUS", modality: graph.Denied, voice: graph.VoiceSubject, items: []string{"missile"}, speaker: "Teheranul", by: "state:IRN"},
			{quote: "un asemenea transport a ajuns în Rusia", subject: "state:IRN", kind: schema.SuppliedMissilesTo, object: "state:RUS", voice: graph.VoiceThird, items: []string{"missile"}, speaker: "Washingtonul", by: "state:USA"},
			{quote: "În septembrie, Statele Unite, Franța, Germania și Marea Britanie au introdus sancțiuni împotriva Iranului", subject: "state:USA", kind: schema.Sanctioned, object: "state:IRN", from: "2024-09"},
			{quote: "În septembrie, Statele Unite, Franța, Germania și Marea Britanie au introdus sancțiuni împotriva Iranului", subject: "state:FRA", kind: schema.Sanctioned, object: "state:IRN", from: "2024-09"},
			{quote: "Ucraina a condamnat apropierea dintre Rusia și Iran", subject: "state:UKR", kind: schema.Condemned, object: "state:IRN"},
			{quote: "Rusia a semnat în iunie 2024 un tratat de parteneriat strategic și cu Coreea de Nord", subject: "state:PRK", kind: schema.SignedStrategicTreatyWith, object: "state:RUS", from: "2024-06", treaty: &korea},
			{quote: "Coreea de Nord a livrat apoi Rusiei muniție de artilerie", subject: "state:PRK", kind: schema.SuppliedAmmunitionTo, object: "state:RUS", items: []string{"artillery ammunition"}},
			{quote: "i-a cerut cu acel prilej lui Putin să amplaseze în Belarus rachete Oreșnik", subject: "state:BLR", kind: schema.HostsWeaponsOf, object: "state:RUS", modality: graph.Demanded, voice: graph.VoiceSubject, agent: "leader:aleksandr-lukashenko", agency: "Belta"},
		},
		"2025-09-12-belarus-sanctions": {
			{quote: "Statele Unite au ridicat sancțiunile impuse companiei aeriene belaruse Belavia", subject: "state:USA", kind: schema.LiftedSanctionsOn, object: "state:BLR", voice: graph.VoiceSubject, from: "2025-09-11", more: func(c *graph.Claim) {
				c.Place, c.Topic, c.Scope, c.Domains = "Minsk", "Belavia", "ENTITY", []string{"ECONOMIC"}
			}},
			{quote: "Belarusul a eliberat 52 de deținuți", subject: "state:BLR", kind: schema.ReleasedNationalsOf, object: "state:POL", more: func(c *graph.Claim) {
				c.Amount, c.DateText = &graph.Amount{Value: 52, Unit: "persons"}, "în schimb"
			}},
			{quote: "Uniunea Europeană nu a renunțat la sancțiunile sale împotriva Minskului", subject: "org:EU", kind: schema.Sanctioned, object: "state:BLR"},
			{quote: "invadarea Ucrainei de către Rusia", subject: "state:RUS", kind: schema.Invaded, object: "state:UKR"},
			{quote: "Rusia și Belarus au început exercițiul militar comun Zapad-2025", subject: "state:BLR", kind: schema.ExercisedWith, object: "state:RUS", from: "2025-09-12"},
			{quote: "Rusia a amplasat în 2023 arme nucleare tactice în Belarus", subject: "state:BLR", kind: schema.HostsNuclearWeaponsOf, object: "state:RUS", from: "2023"},
			{quote: "intenționează să desfășoare acolo, până la sfârșitul anului, rachete Oreșnik", subject: "state:BLR", kind: schema.HostsWeaponsOf, object: "state:RUS", modality: graph.Planned, from: "2025", to: "2025"},
			{quote: "Lukașenko l-a primit la Minsk pe președintele iranian Masoud Pezeshkian", subject: "state:BLR", kind: schema.MetWith, object: "state:IRN", from: "2025-08", agent: "leader:aleksandr-lukashenko", other: "leader:masoud-pezeshkian"},
			{quote: "Pezeshkian a promis atunci că Iranul va ajuta Belarusul", subject: "state:IRN", kind: schema.PledgedSupportTo, object: "state:BLR", voice: graph.VoiceSubject, from: "2025-08", agent: "leader:masoud-pezeshkian"},
		},
	}
	b := &graph.Batch{Entities: worldEntities(), Readings: []graph.Reading{registryReading()}}
	for name, list := range told {
		a := readArticle(t, name)
		r := graph.Reading{Article: a, Extractor: "hand"}
		for _, s := range list {
			r.Claims = append(r.Claims, s.claim(t, a))
		}
		b.Readings = append(b.Readings, r)
	}
	// A report that its outlet withdrew two days later.
	a := &graph.Article{Title: "Iranul și Coreea de Nord, aliate", URL: "https://meridian.example/2025/01/18/iran-coreea", Source: "Meridian", Published: "2025-01-18", Lang: "ro", Text: "Iranul și Coreea de Nord au devenit aliate."}
	a.ID = graph.NewArticleID(a.URL, a.Text)
	c := said{quote: "Iranul și Coreea de Nord au devenit aliate", subject: "state:IRN", kind: schema.AlliedWith, object: "state:PRK"}.claim(t, a)
	b.Readings = append(b.Readings, graph.Reading{Article: a, Extractor: "hand", Claims: []*graph.Claim{c}})
	j := &graph.Judgement{Verb: graph.Retract, On: graph.Date("2025-01-20").First(), By: "ann", Why: "withdrawn by the outlet", Article: a.ID}
	j.ID = graph.NewJudgementID(j)
	b.Judgements = append(b.Judgements, j)
	return b
}
