package rules

import (
	"regexp"
	"strings"
	"testing"

	"github.com/BurntSushi/toml"
)

func TestFindLines(t *testing.T) {
	text := `# [[rules]]
title = '''
[[rules]]
'''
[[rules]] # 5
id='a'
[[rules.allowlists]] # 7
paths=[
'x', # ]

'y' ]
[[rules.allowlists]] # 12
paths=['y']
[[ Rules ]] # 14
id="""b\"""""
allowlists = [{ paths = ['z'] },
{ regexes = [] }]
  [rules.allowlist] # 18
[[allowlists]] # 19
`
	at, err := findLines([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]int{
		"title": 2, "rules[0]": 5, "rules[0].id": 6, "rules[0].entropy": 5,
		"rules[0].allowlists[0]": 7, "rules[0].allowlists[0].paths[0]": 8, "rules[0].allowlists[1]": 12,
		"rules[1]": 14, "rules[1].allowlists[0].paths": 16, "rules[1].allowlists[1].regexes": 17, "rules[1].allowlist": 18,
		"allowlists[0]": 19, "providers[3]": 1,
	} {
		if got := at.line(path); got != want {
			t.Errorf("%s is on line %d, want %d", path, got, want)
		}
	}
}

// The keys of a document are those that the decoder knows.
func FuzzFindLines(f *testing.F) {
	f.Add("[[rules]]\nid='a'\n[rules.allowlist]\npaths=[\n'x',\n]\n")
	f.Add("a.b.\"c d\" = [1, {x=2, y.z='''\n[q]\n'''}]\r\n[a.d]\n[[a.e]]\n# k=v\n")
	f.Add("t=1979-05-27 07:32:00 # x\nx=\"\"\"\n\"\"\"\"\"\nn=+1_0.0e3\n''=''\n")
	f.Add("x = {a = 1, b = [[]]}\n'\"' = \"\\\"'\"\n\"\\u00e9\" = \"\\\\\"\n")
	f.Add("\ufeffx=1")
	f.Add("\xff\xfe")
	index := regexp.MustCompile(`\[\d+\]`)
	f.Fuzz(func(t *testing.T, text string) {
		at, err := findLines([]byte(text))
		if err != nil {
			return
		}
		var document map[string]any
		meta, err := toml.Decode(text, &document)
		if err != nil || strings.Contains(text, `\x`) || strings.Contains(text, `\e`) { // which Go spells otherwise
			return
		}
		want, got := map[string]bool{}, map[string]bool{}
		for _, key := range meta.Keys() {
			path := ""
			for _, part := range key {
				path = join(path, part)
			}
			want[index.ReplaceAllString(path, "")] = true
		}
		for path, line := range at {
			path = index.ReplaceAllString(path, "")
			got[path] = true
			if !want[path] {
				t.Errorf("%q is no key", path)
			}
			if lines := strings.Count(text, "\n") + 1; line < 1 || line > lines {
				t.Errorf("%q is on line %d of %d", path, line, lines)
			}
		}
		for path := range want {
			if !got[path] {
				t.Errorf("%q is not found", path)
			}
		}
	})
}
