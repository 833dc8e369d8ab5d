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
// what is hidden in it if it is looked at alone.
func TestExcerpts(t *testing.T) {
	t.Parallel()
	d := builtinDetector(t)
	password := func(i int) string { return made(t, "{base62:12}", uint64(i)) }
	for name, piece := range map[string]func(i int) string{
		"passwords": func(i int) string { return "password: " + password(i) + ", " },
		"repeated":  func(i int) string { return "password: " + password(i/2) + ", " },
		"accents":   func(i int) string { return "pass\u00e9 \u00fc password: " + password(i) + "\u00e9, " },
		"tokens":    func(i int) string { return `x="` + made(t, "ghp_{base62:30}{crc32}", uint64(i)) + `";` },
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
		for _, m := range sc.Finish(text, sc.Raw(text, content.Text)) {
			secret := string(text[m.SecretStart:m.SecretEnd])
			if m.Rule.Identifier || m.Rule.SkipReport {
				continue
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
		if len(r.Findings) < 60 {
			t.Fatalf("%s: %d findings", name, len(r.Findings))
		}
		shared, known := excerptsOf(r), 0
		for i := range r.Findings {
			f := &r.Findings[i]
			secret, l := f.Secret, &f.Locations[0]
			st.finding(f)
			tokens := func() ([]hidden, bool) { return shared[l].tokens(st.hide, l.Line, f.Secret) }
			if _, ok := tokens(); ok {
				known++
			}
			got, want := st.hide.line(l.Line, tokens), alone.hide.line(l.Line, noTokens)
			if got != want {
				t.Errorf("%s: %q beside %q, want %q", name, got, secret, want)
			}
		}
		if known < len(r.Findings)*3/4 {
			t.Errorf("%s: %d of %d are known", name, known, len(r.Findings))
		}
	}
}

// noTokens says nothing of what the rules find.
func noTokens() ([]hidden, bool) { return nil, false }
