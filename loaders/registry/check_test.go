package registry

import (
	"strings"
	"testing"
	"testing/fstest"
)

const sound = `id	name	iso2	cow	recognition	from	to	capitals	names
state:AAA	Alpha	AA	1	UN_MEMBER	1900		Alphaville	ro=Alfa
state:BBB	Beta	BB	2	FORMER	1900	1950	Betaville
leader:ann	Ann
org:CLUB	Club
actor:BAND	Band
`

// Each case adds rows to a registry in which nothing is wrong.
func TestCheck(t *testing.T) {
	for _, c := range []struct {
		name, rows string
		want       string // empty: nothing is wrong
	}{
		{"sound", "id\tname\nleader:bob\tBob\n", ""},
		{"a member of the UN without codes", "id\tname\trecognition\nstate:CCC\tGamma\tUN_MEMBER\n", "b.tsv:2: state:CCC is a member of the United Nations: it needs iso2, cow and a capital"},
		{"a former state that has not ended", "id\tname\trecognition\nstate:CCC\tGamma\tFORMER\n", "b.tsv:2: state:CCC is a former state, but has no last day"},
		{"a state of no standing", "id\tname\nstate:CCC\tGamma\n", "b.tsv:2: state:CCC has no recognition"},
		{"two states of one name", "id\tname\trecognition\nstate:CCC\tALFA\tPARTIAL\n", `"ALFA" (en) names state:CCC, and "Alfa" (ro) names state:AAA`},
		{"names that differ in an apostrophe", "id\tname\trecognition\tnames\nstate:CCC\tGamma\tPARTIAL\ten=D'Or\nstate:DDD\tDelta\tPARTIAL\tfr=D’Or\n", "names state:DDD"},
		{"a minister of a state that is over", "leader\toffice\tof\tfrom\tto\nleader:ann\tHEAD_OF_STATE\tstate:BBB\t1940\t1960\n", "b.tsv:2: the term goes on after the end of state:BBB, 1950"},
		{"a term in the last year", "leader\toffice\tof\tfrom\tto\nleader:ann\tHEAD_OF_STATE\tstate:BBB\t1940\t1950-06\n", ""},
		{"an open term of a state that is over", "leader\toffice\tof\tfrom\nleader:ann\tHEAD_OF_STATE\tstate:BBB\t1940\n", "b.tsv:2: the term goes on"},
		{"a leader who is none", "leader\toffice\tof\nactor:BAND\tHEAD_OF_STATE\tstate:AAA\n", "b.tsv:2: actor:BAND is NON_STATE_ACTOR"},
		{"overlapping terms", "leader\toffice\tof\tfrom\tto\nleader:ann\tHEAD_OF_STATE\tstate:AAA\t1990\t2000\nleader:ann\tHEAD_OF_STATE\tstate:AAA\t1995\t1996\n", "b.tsv:3: overlaps the term at b.tsv:2"},
		{"terms that meet", "leader\toffice\tof\tfrom\tto\nleader:ann\tHEAD_OF_STATE\tstate:AAA\t1990\t2000\nleader:ann\tHEAD_OF_STATE\tstate:AAA\t2000\t2001\n", ""},
		{"a membership that goes on", "member\torg\tfrom\nstate:BBB\torg:CLUB\t1940\n", "b.tsv:2: the membership goes on after the end of state:BBB, 1950"},
		{"a club in a club", "member\torg\norg:CLUB\torg:CLUB\n", ""},
		{"an actor that is a member", "member\torg\nactor:BAND\torg:CLUB\n", "b.tsv:2: actor:BAND is NON_STATE_ACTOR"},
		{"a base that is no state", "id\tname\tbasedIn\nactor:X\tX\torg:CLUB\n", "b.tsv:2: org:CLUB is ORGANISATION, and wanted here is STATE"},
		{"a successor that is unknown", "id\tname\trecognition\tto\tsuccessors\nstate:CCC\tGamma\tFORMER\t1900\tstate:ZZZ\n", "b.tsv:2: state:ZZZ is not in the registry"},
		{"an actor that governs a club", "actor\tstate\nactor:BAND\torg:CLUB\n", "b.tsv:2: org:CLUB is ORGANISATION, and wanted here is STATE"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r, err := read(fstest.MapFS{"a.tsv": {Data: []byte(sound)}, "b.tsv": {Data: []byte(c.rows)}}, fstest.MapFS{})
			if err != nil {
				t.Fatal(err)
			}
			err = r.Check()
			switch {
			case c.want == "" && err != nil:
				t.Errorf("something is wrong: %v", err)
			case c.want != "" && err == nil:
				t.Error("nothing is wrong")
			case c.want != "" && !strings.Contains(err.Error(), c.want):
				t.Errorf("the error says\n%v\nand not %q", err, c.want)
			}
		})
	}
}

// The generated files hold nothing that the quick reading of names would pass over.
func TestTheFilesOfNames(t *testing.T) {
	r := Default()
	err := eachFile(nameFiles, func(file, text string) error {
		if !strings.HasSuffix(text, "\n") {
			t.Errorf("%s does not end in a new line", file)
		}
		rows := 0
		for i, line := range strings.Split(strings.TrimSuffix(text, "\n"), "\n") {
			if strings.HasPrefix(line, "#") {
				continue
			}
			rows++
			fields := strings.Split(line, "\t")
			if len(fields) != 2 || r.Entity(ids(fields[0])[0]) == nil || fields[1] == "" {
				t.Errorf("%s:%d: %q is no state with its names", file, i+1, line)
			}
		}
		// All states of today but the two called Congo.
		if rows != 196 {
			t.Errorf("%s names %d states, not 196", file, rows)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
