package engine

import (
	"encoding/base64"
	"strings"
	"testing"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/internal/content"
	"github.com/sluicesec/sluice/internal/pattern"
	"github.com/sluicesec/sluice/rules"
)

// resolved returns what a rule file reports in a text, and what it allows.
func resolved(t *testing.T, file, text string) (kept []Match, dropped []Dropped) {
	t.Helper()
	cfg, err := rules.Parse(".sluice.toml", []byte(file))
	if err != nil {
		t.Fatal(err)
	}
	d, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	s := d.NewScanner()
	return d.Resolve(s.Finish([]byte(text), s.Raw([]byte(text), content.Text)), "deploy/prod.env", "")
}

const random = "kQ7xTz2LmW9pRb4VhJ8s"

func TestOwnNames(t *testing.T) {
	const file = "[generic]\nnames = ['codeword', 'passport', 'api_kennung', 'codekey', 'monkey_code']\n"
	for _, name := range []string{"CODEWORD", "db_codeword_prod", "passport", "API_KENNUNG", "codekey", "MONKEY_CODE", "codewordToken"} {
		text := name + "=" + random + "\n"
		kept, _ := resolved(t, file, text)
		if len(kept) != 1 || kept[0].Secret != random || kept[0].Confidence.Compare(finding.ConfidenceMedium) < 0 {
			t.Errorf("%s: %+v", name, kept)
		}
	}
	if kept, _ := resolved(t, "", "CODEWORD="+random+"\nPASSPORT="+random+"\n"); len(kept) != 0 {
		t.Errorf("without the names: %+v", kept)
	}
	if kept, _ := resolved(t, file, "codeword = config.codeword\ncodeword: string\n"); len(kept) != 0 {
		t.Errorf("code: %+v", kept)
	}
}

func TestIgnoredNames(t *testing.T) {
	const file = "[generic]\nignore_names = ['cache_key', 'db.pageToken']\n"
	for name, ignored := range map[string]bool{
		"cache_key": true, "cacheKey": true, "CACHE-KEY": true, "self.cacheKey": true, "private cacheKey": true, "db.page_token": true,
		"my_cache_key": false, "page_token": false, "cache_keys": false, "secret_key": false,
	} {
		kept, dropped := resolved(t, file, name+" = \""+random+"\"\n")
		if ignored && (len(kept) != 0 || len(dropped) != 1 || dropped[0].By != "allowlist generic.ignore_names") {
			t.Errorf("%s: kept %+v, dropped %+v", name, kept, dropped)
		}
		if !ignored && len(kept) != 1 {
			t.Errorf("%s: kept %+v, dropped %+v", name, kept, dropped)
		}
	}
	// Rules that know more than the name do not ask for it.
	kept, _ := resolved(t, file+"[[rules]]\nid='acme'\nregex='acme_([A-Za-z0-9]{20})'\n", "cache_key = \"acme_"+random+"\"\n")
	if len(kept) != 1 || kept[0].Rule.ID != "acme" {
		t.Errorf("another rule: %+v", kept)
	}
}

func TestThreshold(t *testing.T) {
	const text = "SECRET=" + random + "\n"
	const own = "[[rules]]\nid='own'\ncandidates=['geheim']\n"
	for threshold, want := range map[string]finding.Confidence{"0": finding.ConfidenceHigh, "2.5": finding.ConfidenceHigh, "90": finding.ConfidenceLow} {
		file := "[generic]\nthreshold = " + threshold + "\n" + own
		if kept, _ := resolved(t, file, text); len(kept) != 1 || kept[0].Confidence != want {
			t.Errorf("threshold %s: %+v", threshold, kept)
		}
		if kept, _ := resolved(t, file, "GEHEIM="+random+"\n"); len(kept) != 1 || kept[0].Confidence != finding.ConfidenceHigh {
			t.Errorf("threshold %s, another rule: %+v", threshold, kept)
		}
	}
	for score := float32(-1); score < 5; score += .125 {
		for _, threshold := range []float64{0, .5, 1.5, 2, 3, 4} {
			g := newGeneric(&rules.Generic{Threshold: &threshold})
			level, model := g.level(score), (*generic)(nil).level(score)
			if (level == "") != (model == "") {
				t.Errorf("score %v, threshold %v: %q, and %q without", score, threshold, level, model)
			}
			if medium := level != "" && level != finding.ConfidenceLow; medium != (level != "" && score >= float32(threshold)) {
				t.Errorf("score %v, threshold %v: %s", score, threshold, level)
			}
		}
	}
}

// The confidence of a scored rule is the highest that its matches have.
func TestConfidenceCapsTheScore(t *testing.T) {
	for _, rule := range []string{"candidates=['geheim']\n", "regex='GEHEIM=([A-Za-z0-9]{4,30})'\nscored=true\n"} {
		for confidence, want := range map[string]finding.Confidence{"high": "high", "medium": "medium", "low": "low", "": "high"} {
			file := "[[rules]]\nid='own'\n" + rule
			if confidence != "" {
				file += "confidence='" + confidence + "'\n"
			}
			kept, _ := resolved(t, file, "GEHEIM="+random+"\n")
			if len(kept) != 1 || kept[0].Confidence != want {
				t.Errorf("%q and confidence %q: %+v", rule, confidence, kept)
			}
			if kept, _ := resolved(t, file, "GEHEIM=configuration\n"); len(kept) != 0 {
				t.Errorf("%q: a word is found: %+v", rule, kept)
			}
		}
	}
}

// A scored rule finds values without any name before them.
func TestScoredWithoutName(t *testing.T) {
	kept, _ := resolved(t, "[[rules]]\nid='own'\nregex='!!([A-Za-z0-9]{4,30})!!'\nscored=true\n", "!!"+random+"!!\n!!configuration!!\n")
	if len(kept) != 1 || kept[0].Secret != random {
		t.Errorf("%+v", kept)
	}
}

// Words of names that the scanner cannot search for are errors or find nothing.
func TestOddCandidates(t *testing.T) {
	if _, err := New(&rules.Config{Rules: []rules.Rule{{ID: "long", Candidates: []string{strings.Repeat("long", 50)}}}}); err == nil {
		t.Error("no error for a long word")
	}
	m := newNameMatcher([]string{"===", "<geheim>"}, -10)
	for _, text := range []string{"===", "x===\"" + random + "\"", "<geheim>" + random + "</geheim>", "<geheim>"} {
		for k, a := range m.outline.Anchors {
			if at := strings.Index(text, a.Text); at >= 0 {
				m.Look(k, []byte(text), at)
				m.Confirm(new(pattern.Scratch), k, []byte(text), at)
			}
		}
	}
}

// TestSampleInBase64: a sample is one in base64, too.
func TestSampleInBase64(t *testing.T) {
	d := namesDetector(t)
	s := d.NewScanner()
	data := []byte("  db_password: " + base64.StdEncoding.EncodeToString([]byte("password")) + "\n")
	for _, m := range s.Finish(data, s.Raw(data, content.Text)) {
		if c := m.confidenceAt("deploy/secret.yaml"); c != "low" && c != "" {
			t.Errorf("%s has confidence %q", m.Secret, c)
		}
	}
}
