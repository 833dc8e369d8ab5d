package scan

import (
	"context"
	"slices"
	"testing"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/internal/engine"
	"github.com/sluicesec/sluice/internal/proof"
	"github.com/sluicesec/sluice/rules"
	"github.com/sluicesec/sluice/source"
)

// hitOf makes a hit of a rule whose secret is at an offset.
func hitOf(r *rules.Rule, secret string, at int) hit {
	return hit{
		Match: engine.Match{Rule: r, Start: at, End: at + len(secret), SecretStart: at, SecretEnd: at + len(secret), Secret: secret, Text: secret},
		kind:  finding.KindBlob,
	}
}

// left runs a stage over hits at a place, and names the hits that it leaves.
func left(st sightingStage, hits []hit, p source.Place) []string {
	s := newSighting(nil, hits, p)
	st.judge(s)
	return names(s)
}

func names(s *sighting) []string {
	var all []string
	for _, h := range s.hits {
		all = append(all, h.Rule.ID+" "+h.Secret)
	}
	return all
}

func equalNames(t *testing.T, what string, got []string, want ...string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s: left %q, want %q", what, got, want)
	}
}

func equalCounts(t *testing.T, got suppressed, want ...finding.Suppressed) {
	t.Helper()
	if !slices.Equal(got.list(), want) {
		t.Errorf("suppressed %v, want %v", got.list(), want)
	}
}

func TestHere(t *testing.T) {
	r := &rules.Rule{ID: "r"}
	hits := []hit{hitOf(r, "first", 0), hitOf(r, "second", 10)}
	path := hitOf(r, "dir/a.key", 0)
	path.kind = finding.KindPath
	s := newSecrets(map[source.ID]*found{source.Named("x"): foundWith(hits, []hit{path})})
	st := here{s}
	equalNames(t, "a place of all secrets", left(st, hits, source.Place{Path: "p"}), "r first", "r second")
	equalNames(t, "a place of one", left(st, hits, source.Place{Secrets: []source.SecretKey{s.key(&hits[1])}}), "r second")
	equalNames(t, "a place of none", left(st, hits, source.Place{Secrets: []source.SecretKey{}}))
	equalNames(t, "the path itself", left(st, []hit{path}, source.Place{Path: "dir/a.key"}), "r dir/a.key")
	equalNames(t, "another path", left(st, []hit{path}, source.Place{Path: "dir/b.key"}))
}

func TestDisproofStage(t *testing.T) {
	r := &rules.Rule{ID: "r", Proof: "pem"}
	hits := []hit{hitOf(r, "good", 0), hitOf(r, "example", 10), hitOf(r, "empty", 20), hitOf(r, "doubtful", 30)}
	allowed := hitOf(r, "example", 40)
	allowed.Allowed = "inline"
	glued, notGlued := hitOf(r, "glued", 50), hitOf(r, "before a dot", 60)
	glued.Text, glued.End = glued.Text+"x", glued.End+1
	notGlued.Text, notGlued.End = notGlued.Text+".", notGlued.End+1
	hits = append(hits, allowed, glued, notGlued)
	results := proofs{
		keyOfHit(&hits[1]):  {Documented: "Acme"},
		keyOfHit(&hits[2]):  {Verdict: proof.Impossible},
		keyOfHit(&hits[3]):  {Verdict: proof.Doubtful},
		keyOfHit(&glued):    {Verdict: proof.Doubtful},
		keyOfHit(&notGlued): {Verdict: proof.Doubtful},
	}
	count := suppressed{}
	equalNames(t, "disproof", left(disproof{results, count}, hits, source.Place{}), "r good", "r doubtful", "r example", "r before a dot")
	equalCounts(t, count, finding.Suppressed{By: "documented example: Acme", Count: 1}, finding.Suppressed{By: "impossible: pem", Count: 1},
		finding.Suppressed{By: "part of a longer word, with a wrong checksum", Count: 1})
}

// hitsIn scans a text by rules in TOML.
func hitsIn(t *testing.T, config, text string) (*Scanner, []hit) {
	t.Helper()
	cfg, err := rules.Parse("test.toml", []byte(config))
	if err != nil {
		t.Fatal(err)
	}
	s, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return s, hitsOf(t, s, text)
}

// hitsOf scans a text.
func hitsOf(t *testing.T, s *Scanner, text string) []hit {
	t.Helper()
	c := newCollector(t.Context(), s.detector, &source.Ledger{}, Options{Jobs: 1, Progress: &Progress{}})
	if _, err := c.visit(0, &source.Blob{ID: source.Named("x"), Kind: finding.KindBlob, Data: []byte(text)}, nil); err != nil {
		t.Fatal(err)
	}
	if len(c.found) == 0 {
		return nil
	}
	return c.found[source.Named("x")].texts[0].placed()
}

func TestResolve(t *testing.T) {
	s, hits := hitsIn(t, `
[[rules]]
id = "special"
regex = 'token=(acme_[a-z]{8})'
specificity = 5
[[rules]]
id = "general"
regex = 'token=([a-z_]{8,20})'
[[rules.allowlists]]
id = "docs"
paths = ['^docs/']
[[rules]]
id = "config"
regex = 'host=([a-z]{8})'
path = '\.conf$'
`, "token=acme_abcdefgh token=another_one host=hostname")
	if len(hits) != 4 {
		t.Fatalf("%d hits", len(hits))
	}
	count := suppressed{}
	st := resolve{s.detector, count, nil, nil, nil}
	sight := newSighting(nil, hits, source.Place{Path: "a.txt"})
	st.judge(sight)
	equalNames(t, "resolve", names(sight), "special acme_abcdefgh", "general another_one")
	if also := sight.hits[0].alsoRules; !slices.Equal(also, []string{"general"}) {
		t.Errorf("other rules are %q", also)
	}
	equalCounts(t, count)
	equalNames(t, "an allowed path", left(st, hits, source.Place{Path: "docs/a.conf"}), "special acme_abcdefgh", "config hostname")
	equalCounts(t, count, finding.Suppressed{By: "allowlist docs", Count: 1})
	equalNames(t, "no hits", left(st, nil, source.Place{}))
}

// previous is a source that knows what was at its paths before.
type previous map[string][]string

func (previous) Name() string { return "previous" }
func (previous) Walk(context.Context, int, *source.Ledger, source.Visit) error {
	return nil
}
func (previous) Locate(context.Context, map[source.ID][]source.SecretKey) (map[source.ID][]source.Place, error) {
	return nil, nil
}
func (p previous) Previous(_ context.Context, path string, visit func(*source.Blob) error) error {
	for _, text := range p[path] {
		if err := visit(&source.Blob{Data: []byte(text)}); err != nil {
			return err
		}
	}
	return nil
}

func TestKnown(t *testing.T) {
	const config = "[[rules]]\nid = \"r\"\nregex = 'key=([a-z]{8})'\n"
	s, hits := hitsIn(t, config, "key=abcdefgh\nkey=zyxwvuts\nkey=allowing\n")
	c := newCollector(t.Context(), s.detector, &source.Ledger{}, Options{Jobs: 1, Progress: &Progress{}})
	before, err := knownBefore(t.Context(), previous{"a": {"nothing", "moved\nkey=abcdefgh", "key=allowing # sluice:allow"}}, c,
		map[source.ID][]source.Place{source.Named("x"): {{Path: "a"}, {Path: "b"}}})
	if err != nil {
		t.Fatal(err)
	}
	count := suppressed{}
	st := known{before, count}
	equalNames(t, "known", left(st, hits, source.Place{Path: "a"}), "r zyxwvuts", "r allowing")
	equalNames(t, "new at another path", left(st, hits, source.Place{Path: "b"}), "r abcdefgh", "r zyxwvuts", "r allowing")
	equalCounts(t, count, finding.Suppressed{By: "already in HEAD", Count: 1})
	if len(c.found) > 0 {
		t.Error("the scan of the old content is among what was found")
	}
}

func TestConfident(t *testing.T) {
	var hits []hit
	for i, c := range []finding.Confidence{"", finding.ConfidenceLow, finding.ConfidenceMedium, finding.ConfidenceHigh} {
		hits = append(hits, hitOf(&rules.Rule{ID: string(c), Confidence: c}, "plain", 100*i))
	}
	raised, lowered := hitOf(&rules.Rule{ID: "raised", Confidence: finding.ConfidenceLow}, "proven", 500), hitOf(&rules.Rule{ID: "lowered"}, "broken", 600)
	hits = append(hits, raised, lowered)
	results := proofs{keyOfHit(&raised): {Verdict: proof.Proven}, keyOfHit(&lowered): {Verdict: proof.Doubtful}}
	for least, want := range map[finding.Confidence][]string{
		"":                       {" plain", "low plain", "medium plain", "high plain", "raised proven", "lowered broken"},
		finding.ConfidenceLow:    {" plain", "low plain", "medium plain", "high plain", "raised proven", "lowered broken"},
		finding.ConfidenceMedium: {" plain", "medium plain", "high plain", "raised proven"},
		finding.ConfidenceHigh:   {"high plain", "raised proven"},
	} {
		count := suppressed{}
		equalNames(t, "least "+string(least), left(confident{least, false, results, count, nil}, hits, source.Place{}), want...)
		if n := count["below --min-confidence"]; n != len(hits)-len(want) {
			t.Errorf("least %q: %d suppressed", least, n)
		}
	}
}

func TestFold(t *testing.T) {
	id, key := &rules.Rule{ID: "id", Identifier: true}, &rules.Rule{ID: "key"}
	ident, far, secret := hitOf(id, "ident", 0), hitOf(id, "ident", 50), hitOf(key, "secret", 10)
	secret.Parts = []engine.Part{{Rule: id, Secret: "ident", Start: 0, End: 5}, {Rule: key, Secret: "other", Start: 20, End: 25}}
	other := hitOf(key, "other", 20)

	s := newSighting(nil, []hit{ident, secret, other, far}, source.Place{})
	fold{}.judge(s)
	equalNames(t, "fold", names(s), "key secret", "key other", "id ident")
	if len(s.folded) != 1 || !s.folded[secretAt{id, 0, 5}] {
		t.Errorf("folded %v", s.folded)
	}
	equalNames(t, "without its secret", left(fold{}, []hit{ident, other}, source.Place{}), "id ident", "key other")
}
