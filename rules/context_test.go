package rules

import (
	"fmt"
	"reflect"
	"regexp"
	"regexp/syntax"
	"strings"
	"testing"

	"github.com/sluicesec/sluice/rules/example"
)

func expand(t *testing.T, notation string, seed uint64) string {
	t.Helper()
	s, err := example.Expand(notation, seed)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func contextRule(t *testing.T, keys string) Rule {
	t.Helper()
	c := parse(t, "[[context]]\nprovider='acme'\nname='Acme'\nnames=['acme']\n"+keys)
	return c.Rules[0]
}

// secret is what the rule captures in line: the first group that took part.
func secret(r Rule, line string) string { return captured(regexp.MustCompile(r.Regex), line) }

func captured(re *regexp.Regexp, line string) string {
	groups := re.FindStringSubmatch(line)
	for _, g := range groups[min(1, len(groups)):] {
		if g != "" {
			return g
		}
	}
	return ""
}

// The examples and negatives that a table gets without asking hold, in every
// form, for every class.
func TestContextMakesItsExamples(t *testing.T) {
	shapes := []string{"uuid", "base64:43=", "hex:20-40"}
	for _, class := range []string{"base62", "base64", "base64url", "base32", "hex", "HEX", "alnum", "ALNUM", "alpha", "lower", "upper", "digit", "word"} {
		shapes = append(shapes, class+":32")
	}
	for _, shape := range shapes {
		for _, where := range []string{"assignment", "named", "url", "line"} {
			for _, keys := range keysFor(where) {
				r := contextRule(t, fmt.Sprintf("shape='%s'\nwhere='%s'\nkeys=%s", shape, where, keys))
				if len(r.Examples) == 0 || len(r.Negatives) == 0 {
					t.Fatalf("%s %s: no examples", shape, where)
				}
				re := regexp.MustCompile(r.Regex)
				for seed := range uint64(10) {
					for _, e := range r.Examples {
						if text := expand(t, e, seed); captured(re, text) == "" {
							t.Errorf("%s %s %s: example %q is missed", shape, where, keys, text)
						}
					}
					for _, n := range r.Negatives {
						if text := expand(t, n, seed); captured(re, text) != "" {
							t.Errorf("%s %s %s: negative %q is found", shape, where, keys, text)
						}
					}
				}
			}
		}
	}
}

// keysFor are lists of keys that a form takes.
func keysFor(where string) []string {
	if where == "named" {
		return []string{"['token', 'key']"}
	}
	return []string{"[]", "['token', 'key']"}
}

// A context rule is judged by the 341 bytes either side of its name.
func TestContextStaysNear(t *testing.T) {
	for _, where := range []string{"assignment", "named", "url", "line"} {
		for _, keys := range keysFor(where) {
			r := contextRule(t, fmt.Sprintf("shape='hex:64'\nwhere='%s'\nkeys=%s", where, keys))
			re, err := syntax.Parse(r.Regex, syntax.Perl)
			if err != nil {
				t.Fatal(err)
			}
			if n := longest(re); n > 341 {
				t.Errorf("%s %s: a match can have %d bytes", where, keys, n)
			}
		}
	}
}

// longest is the most bytes that a match can have.
func longest(re *syntax.Regexp) int {
	n := 0
	switch re.Op {
	case syntax.OpLiteral:
		return len(re.Rune)
	case syntax.OpCharClass, syntax.OpAnyChar, syntax.OpAnyCharNotNL:
		return 1
	case syntax.OpStar, syntax.OpPlus:
		return 1 << 20
	case syntax.OpRepeat:
		return re.Max * longest(re.Sub[0])
	case syntax.OpAlternate:
		for _, s := range re.Sub {
			n = max(n, longest(s))
		}
	default:
		for _, s := range re.Sub {
			n += longest(s)
		}
	}
	return n
}

func TestContextDefaults(t *testing.T) {
	c := parse(t, "[[context]]\nprovider='acme'\nname='Acme'\nnames=['acme']\nkeys=['secret']\nshape='hex:32'\nseverity='low'\n")
	r := c.Rules[0]
	r.Regex, r.Examples, r.Negatives = "", nil, nil
	want := Rule{
		ID: "acme-hex-32", Description: "Acme secret", Provider: "acme", Keywords: []string{"acme"},
		Confidence: "medium", Severity: "low", Entropy: 2.6, MinDigits: 1, Placeholders: true,
		Specificity: contextSpecificity, Origin: at(1),
	}
	if !reflect.DeepEqual(r, want) {
		t.Errorf("got  %+v\nwant %+v", r, want)
	}
	if len(c.Providers) != 1 || c.Providers[0].Name != "Acme" {
		t.Errorf("providers %+v", c.Providers)
	}
}

func TestContextErrors(t *testing.T) {
	for keys, want := range map[string]string{
		"provider='a'\nnames=['a']":                               "shape: its class is not known",
		"provider='a'\nnames=['a']\nshape='hex'":                  "shape: the length",
		"provider='a'\nnames=['a']\nshape='hex:3'":                "from 4 to",
		"provider='a'\nnames=['a']\nshape='hex:9-8'":              "from 4 to",
		"provider='a'\nnames=['a']\nshape='hex:999'":              "from 4 to",
		"provider='a'\nnames=['a']\nshape='nope:9'":               `its class is not known`,
		"provider='a'\nnames=['']\nshape='hex:9'":                 "empty word",
		"provider='a'\nnames=['a']\nshape='hex:9'\nwhere='there'": "where is none of",
		"provider='a'\nnames=['a']\nshape='hex:9'\nwhere='named'": `where = "named" needs keys`,
		"provider='a'\nnames=['a']\nshape='regex:('\nname='A'":    "regex: ",
		"provider='a'\nnames=['a']\nshape='hex:9'":                `provider "a" is not known`,
	} {
		_, err := Parse("test.toml", []byte("[[context]]\n"+keys))
		if err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "test.toml:1: ") {
			t.Errorf("%q: error %v\nwant %q in it", keys, err, want)
		}
	}
}

// A match is scored if names in code have the shape, too.
func TestContextScored(t *testing.T) {
	for shape, want := range map[string]bool{
		"base62:20": true, "base64url:36": true, "word:32": true, "alnum:40": true, "regex:[0-9A-Za-z/]{20,40}": true,
		"hex:32": false, "HEX:32": false, "uuid": false, "digit:16": false, "regex:[0-9a-f]{8}[.][0-9a-f]{24}": false, "regex:key_[0-9A-Za-z]{20}": false,
	} {
		if r := contextRule(t, "shape='"+shape+"'"); r.Scored != want {
			t.Errorf("%s: scored is %v", shape, r.Scored)
		}
	}
	if contextRule(t, "shape='base62:20'\nscored=false").Scored || contextRule(t, "shape='base62:20'\nidentifier=true").Scored {
		t.Error("an id, and what says scored = false, is scored")
	}
}
