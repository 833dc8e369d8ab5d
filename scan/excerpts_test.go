package scan

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/internal/content"
)

// TestExcerpts: where many findings are on one line, what is hidden in each excerpt is
// what is hidden in it if it is looked at alone. A value that is beside the end of an excerpt may
// be hidden as well, because the line says more of it.
func TestExcerpts(t *testing.T) {
	t.Parallel()
	d := builtinDetector(t)
	password := func(i int) string { return made(t, "{base62:12}", uint64(i)) }
	for name, piece := range map[string]func(i int) string{
		"passwords": func(i int) string { return "password: " + password(i) + ", " },
		"commas": func(i int) string {
			return strings.Repeat("-", i%17) + ` password = "` + password(i) + "," + password(i+70) + `"; `
		},
		"repeated": func(i int) string { return "password: " + password(i/2) + ", " },
		"accents":  func(i int) string { return "pass\u00e9 \u00fc password: " + password(i) + "\u00e9, " },
		"tokens":   func(i int) string { return `x="` + made(t, "ghp_{base62:30}{crc32}", uint64(i)) + `";` },
		"links": func(i int) string {
			return "https://user:" + password(i) + "@db.corp.io/x?password=" + password(i+7) + " "
		},
		"samples": func(i int) string {
			return fmt.Sprintf("password: %s, example_password: %s ", password(i), password(i+100))
		},
		"encoded": func(i int) string { return "password: " + password(i) + `, \x70w%41 ` },
	} {
		var b strings.Builder
		for i := range 60 {
			b.WriteString(piece(i))
		}
		text := []byte(b.String())
		sc := d.NewScanner()
		r := &finding.Report{}
		st, alone := newRedact(nil, d), newRedact(nil, d)
		var secrets []string // in the parts in which an excerpt may show them
		var spans [][2]int   // of secrets
		for i, m := range sc.Finish(text, sc.Raw(text, content.Text)) {
			secret := string(text[m.SecretStart:m.SecretEnd])
			secrets, spans = append(secrets, strings.Split(secret, ",")...), append(spans, [2]int{m.SecretStart, m.SecretEnd})
			if m.Rule.Identifier || m.Rule.SkipReport || i%3 != 0 {
				continue // of what is not reported, only the rules know that it is a secret
			}
			st.hide.secret(m.Rule, secret)
			alone.hide.secret(m.Rule, secret)
			q := m.Quote
			l := finding.Location{Line: q.Before + secretMark + q.After}
			l.StartLine, l.EndLine, l.Kind = 1, 1, finding.KindBlob
			l.StartColumn = 1 + utf8.RuneCount(text[:m.SecretStart])
			l.EndColumn = 1 + utf8.RuneCount(text[:m.SecretEnd])
			r.Findings = append(r.Findings, finding.Finding{RuleID: m.Rule.ID, Secret: secret, Locations: []finding.Location{l}})
		}
		if len(r.Findings) < 20 {
			t.Fatalf("%s: %d findings", name, len(r.Findings))
		}
		shared, known := excerptsOf(r), 0
		for i := range r.Findings {
			f := &r.Findings[i]
			secret, l := f.Secret, &f.Locations[0]
			before, _, _ := strings.Cut(l.Line, secretMark)
			at := offsetOf(text, l.StartColumn) - len(before) // where the excerpt begins
			st.finding(f)
			tokens := func() ([]hidden, bool) { return shared[l].tokens(st.hide, l.Line, f.Secret) }
			if _, ok := tokens(); ok {
				known++
			}
			got, want := st.hide.line(l.Line, tokens), alone.hide.line(l.Line, noTokens)
			more := false // is hidden than if the excerpt is looked at alone
			for _, other := range secrets {
				if strings.Contains(got, other) && !strings.Contains(want, other) {
					t.Errorf("%s: %q shows %q", name, got, other)
				}
				more = more || !strings.Contains(got, other) && strings.Contains(want, other)
			}
			for _, span := range spans { // of a secret that is cut, the rest is hidden, too
				if span[0] < at && at+minRest <= span[1] && strings.HasPrefix(got, string(text[at:span[1]])) {
					t.Errorf("%s: %q shows the end of a secret", name, got)
				}
			}
			if got != want && !more {
				t.Errorf("%s: %q beside %q, want %q", name, got, secret, want)
			}
		}
		if known < len(r.Findings)*3/4 {
			t.Errorf("%s: %d of %d are known", name, known, len(r.Findings))
		}
	}
}

// minRest is how many bytes of a secret are worth hiding.
const minRest = 6

// offsetOf returns the offset of a column, counted in characters from 1, of a line.
func offsetOf(line []byte, column int) int {
	at := 0
	for range column - 1 {
		_, n := utf8.DecodeRune(line[at:])
		at += n
	}
	return at
}

// noTokens says nothing of what the rules find.
func noTokens() ([]hidden, bool) { return nil, false }
