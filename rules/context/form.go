package context

import (
	"regexp"
	"strings"
)

// A form is a way in which a name and a value are joined.
type form struct {
	// regex captures the value beside a name and, where it must, a key.
	regex func(beside) string

	// lines are typical lines of this form.
	lines func(name, key, value string) []string
}

// A beside is what a form puts together; all but plain are regexes.
type beside struct {
	names string // that are enough by themselves; "" for none
	words string // that need a key; "" for none
	hosts string // names and words, with what comes before them in a URL
	keys  string // "" for any, where the form has a use for that
	value string
	plain bool // digests and UUIDs look like the value
}

// any is any of the names and words.
func (b beside) any() string { return either(b.names, b.words) }

// either joins alternatives, leaving out the empty ones.
func either(alternatives ...string) string {
	var all []string
	for _, a := range alternatives {
		if a != "" {
			all = append(all, a)
		}
	}
	return "(?:" + strings.Join(all, "|") + ")"
}

// assignment is NAME_KEY=value, "nameKey": "value", name.key -> value,
// getenv("NAME_KEY", "value"), <nameKey>value</nameKey>, new Name("value") and
// the like, and the key of a request beside the host that it goes to.
var assignment = form{
	regex: func(b beside) string {
		rest := identifier
		keyed := func(gap, block string) string {
			return either(gap+b.keys+rest+`(?:`+below+`)?`, block+b.keys+rest, header+rest)
		}
		if b.plain {
			rest = stage // name_key_id and name_api_commit hold UUIDs and digests
		}
		var linked, called []string // alternatives before a link, and before a call
		if b.names != "" {
			linked = append(linked,
				b.names+`(?:`+keyed(gap, `[\w.\-"')]{0,10}`+block)+`|`+rest+`)`,
				remark+b.names+title+b.keys+rest)
			called = append(called, b.names)
		}
		if b.words != "" {
			linked = append(linked, b.words+keyed(wordGap, `(?:[_.\-"')][\w.\-"')]{0,9})?`+block))
			called = append(called, b.words)
		}
		value := `(` + b.value + `)`
		return either(
			either(either(linked...)+link, either(called...)+call)+value+end,
			either(b.keys, `[ \t]-u`)+identifier+link+value+beforeHost+b.hosts+`\.[a-z]`,
		)
	},
	lines: func(name, key, value string) []string {
		upper := strings.ToUpper(name + "_" + key)
		return []string{
			upper + "=" + value,
			`"` + name + "." + key + `": "` + value + `",`,
			"const " + name + "_" + key + ` = process.env.` + upper + ` || '` + value + `';`,
		}
	},
}

// inURL is https://host.of.name/path?key=value.
var inURL = form{
	regex: func(b beside) string {
		const rest = `[^\s"'<>]{0,60}?`
		key := `[=/:@]`
		if b.keys != "" {
			key = b.keys + `[\w.\-]{0,10}[=/:]`
		}
		return `://[^\s/"'<>]{0,40}?` + b.any() + rest + key + `(` + b.value + `)` + `(?:[^\w+=\-]|$)`
	},
	lines: func(name, key, value string) []string {
		return []string{"curl 'https://api." + name + ".com/v1/items?" + key + "=" + value + "'"}
	},
}

// onLine is the name, and then the value anywhere on the line: for shapes
// that are rare by themselves.
var onLine = form{
	regex: func(b beside) string {
		key := b.keys
		if key != "" {
			key += `[^\n]{0,40}?`
		}
		return b.any() + `[^\n]{0,60}?` + key + `[^\w+/\-](` + b.value + `)` + end
	},
	lines: func(name, key, value string) []string {
		return []string{"the " + name + " " + key + " is " + value, name + "_" + key + "='" + value + "'"}
	},
}

// looksPlain reports whether digests or UUIDs look like the value.
func looksPlain(value string) bool {
	re, err := regexp.Compile("^(?:" + value + ")$")
	if err != nil {
		return false // compiling the rule reports the error
	}
	const digest = "0a1b2c3d4e5f60718293a4b5c6d7e8f9"
	for _, plain := range []string{
		digest, (digest + digest)[:40], digest + digest, "0a1b2c3d-4e5f-4071-8293-a4b5c6d7e8f9",
	} {
		if re.MatchString(plain) {
			return true
		}
	}
	return false
}
