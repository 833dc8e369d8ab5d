package rules

import "testing"

func TestPlaces(t *testing.T) {
	const text = "# comment\ntitle = 'x' # why\n[extend]\ndisabledRules = [\n  \"a\", # first\n  'b',\n]\n[[rules]]\nid = \"r\"\n[[rules.allowlists]]\npaths = ['p', 'q']\n[x]\ny = {a = 1, B = [2]}\n"
	places, err := Places([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]struct {
		line             int
		whole, valueOnly string
	}{
		"title":                           {2, "title = 'x'", "'x'"},
		"extend":                          {3, "[extend]", ""},
		"extend.disabledrules[0]":         {5, "\"a\"", "\"a\""},
		"extend.disabledrules[1]":         {6, "'b'", "'b'"},
		"rules[0]":                        {8, "[[rules]]", ""},
		"rules[0].allowlists[0]":          {10, "[[rules.allowlists]]", ""},
		"rules[0].allowlists[0].paths":    {11, "paths = ['p', 'q']", "['p', 'q']"},
		"rules[0].allowlists[0].paths[1]": {11, "'q'", "'q'"},
		"x.y.a":                           {13, "a = 1", "1"},
		"x.y.b[0]":                        {13, "2", "2"},
	} {
		p, ok := places[path]
		if !ok {
			t.Errorf("%s has no place", path)
			continue
		}
		if whole, value := text[p.Start:p.End], text[p.Value:p.End]; p.Line != want.line || whole != want.whole || value != want.valueOnly {
			t.Errorf("%s: line %d, %q, %q", path, p.Line, whole, value)
		}
	}
}

// The lines are those that errors name.
func TestPlacesHaveTheLines(t *testing.T) {
	text := []byte("a = [\n1,\n 2]\n[b]\nc = {d = [\n'x'\n]}\n")
	places, err := Places(text)
	if err != nil {
		t.Fatal(err)
	}
	at, err := findLines(text)
	if err != nil {
		t.Fatal(err)
	}
	for path, line := range at {
		if places[path].Line != line {
			t.Errorf("%s is on line %d, and its place on %d", path, line, places[path].Line)
		}
	}
}
