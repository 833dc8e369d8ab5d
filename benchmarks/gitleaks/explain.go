package main

import (
	"cmp"
	"context"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/sluicesec/sluice/internal/content"
	"github.com/sluicesec/sluice/internal/engine"
	"github.com/sluicesec/sluice/rules"
)

// An explainer asks the engine of this tree why a value is not reported.
type explainer struct {
	engine *engine.Detector
}

func newExplainer(config string) (*explainer, error) {
	load := rules.Builtin
	if config != "" {
		load = func() (*rules.Config, error) { return rules.Load(config) }
	}
	c, err := load()
	if err != nil {
		return nil, err
	}
	d, err := engine.New(c)
	return &explainer{engine: d}, err
}

// at answers what the comparison asks about a target.
func (x *explainer) at(ctx context.Context, t target) outside {
	merges := map[string]bool{}
	if t.git {
		list, _ := git(ctx, t.path, "rev-list", "--all", "--merges") // without it, causes are less precise
		for _, id := range strings.Fields(string(list)) {
			merges[id] = true
		}
	}
	return outside{
		why:   func(p place) string { return x.why(ctx, t, p) },
		merge: func(commit string) bool { return merges[commit] },
	}
}

const noRule = "no rule matches"

// why says in words why the value at p is not reported. They hold no figures, so that equal
// causes have equal words.
func (x *explainer) why(ctx context.Context, t target, p place) string {
	text, err := t.text(ctx, p)
	if err != nil {
		return "the file cannot be read again"
	}
	best := engine.Step{Outcome: noRule}
	for v := range content.Views(text) {
		for line := p.StartLine; line <= min(p.EndLine, p.StartLine+maxLines); line++ {
			for s := range x.engine.Explain(v, p.File, line) {
				if s.End > 0 && about(string(v.Data[s.SecretStart:s.SecretEnd]), p.Secret) && cmp.Compare(rank(s), rank(best)) > 0 {
					best = s
				}
			}
		}
		break // the text itself
	}
	return figures.ReplaceAllString(best.Outcome, "N")
}

// maxLines is how many lines of a match are explained, beside its first.
const maxLines = 50

var figures = regexp.MustCompile(`-?\b[0-9]+(\.[0-9]+)?\b`)

// about reports whether two values are the same but for where they begin and end.
func about(a, b string) bool { return strings.Contains(a, b) || strings.Contains(b, a) }

// rank orders the outcomes by how near they are to a report.
func rank(s engine.Step) int {
	switch {
	case s.Reported:
		return 4
	case s.Score != 0:
		return 3
	case strings.HasPrefix(s.Outcome, "allowed"):
		return 2
	case s.End > 0:
		return 1
	}
	return 0
}

// text is the content of the file at p.
func (t target) text(ctx context.Context, p place) ([]byte, error) {
	if p.Commit == "" {
		return os.ReadFile(filepath.Join(t.path, filepath.FromSlash(p.File)))
	}
	return git(ctx, t.path, "cat-file", "blob", p.Commit+":"+p.File)
}
