package remedy

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/internal/git/gitrepo"
	"github.com/sluicesec/sluice/internal/git/objects"
	"github.com/sluicesec/sluice/internal/oid"
	"github.com/sluicesec/sluice/rules"
)

// A Search looks for secrets that should be gone. It adds to the rules one for each text
// in which a secret was written, so that a scan finds the secrets wherever a rule could:
// in every object, in what they encode and pack, and in all that git keeps beside them.
type Search struct {
	secrets []saved
	rules   map[string]int // the secret that a rule looks for
}

// OpenSearch reads the secrets that a plan has written into a folder.
func OpenSearch(dir string) (*Search, error) {
	path := filepath.Join(dir, secretsName)
	text, err := os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("%s does not exist: name the folder that sluice remediate wrote with --out, or a report with --report", path)
	}
	if err != nil {
		return nil, err
	}
	var list savedFile
	if err := json.Unmarshal(text, &list); err != nil || list.Schema != savedSchema {
		return nil, fmt.Errorf("%s is no list of secrets that sluice remediate wrote", path)
	}
	return newSearch(list.Secrets), nil
}

// Search looks for the secrets of the plan. Of those that could not be read again, only
// the fingerprints are known.
func (p *Plan) Search() *Search {
	var all []saved
	for _, s := range p.secrets {
		all = append(all, s.save(p.request.Report.Scan.Key))
	}
	return newSearch(all)
}

func newSearch(secrets []saved) *Search { return &Search{secrets, map[string]int{}} }

// Len returns how many secrets are searched for.
func (s *Search) Len() int { return len(s.secrets) }

// Choose leaves the secrets that are meant.
func (s *Search) Choose(c Choice) {
	s.secrets = slices.DeleteFunc(s.secrets, func(one saved) bool { return !c.has(one.Fingerprint, one.Rule) })
}

// Rules returns the rules for the scan: those of cfg, which find again by its fingerprint
// what no text is known of, and those for the texts. Nothing allows what they find.
func (s *Search) Rules(cfg *rules.Config) *rules.Config {
	out := *cfg
	out.Rules, out.Allowlists = slices.Clone(cfg.Rules), nil
	for i, one := range s.secrets {
		for j, text := range one.Forms {
			if text = fromLatin1(text); len(text) < minMarker {
				continue
			}
			id := fmt.Sprintf("remediated-%d-%d", i+1, j+1)
			s.rules[id] = i
			out.Rules = append(out.Rules, rules.Rule{
				ID: id, Description: one.Description, Regex: "(" + escape(text) + ")",
				Confidence: finding.ConfidenceHigh, Severity: finding.SeverityHigh, Binary: true, Specificity: 1 << 20,
			})
		}
	}
	return &out
}

// A Result says what a search has found.
type Result struct {
	Complete bool
	found    []left
	source   string
	problems []string
}

// A left is a secret, and what of it is left.
type left struct {
	saved
	places  []place
	objects []oid.ID // which are there, although nothing was found in them
	unsure  bool     // it would be found only where it was
}

// Result reads the report of a scan by the rules of the search.
func (s *Search) Result(ctx context.Context, r *finding.Report, repo *gitrepo.Repo, store *objects.Store) (*Result, error) {
	g, err := readGraph(ctx, repo, store)
	if err != nil {
		return nil, fmt.Errorf("cannot read the history of %s: %w", repo.GitDir, err)
	}
	out := &Result{Complete: r.Complete, source: r.Ledger.Source, problems: slices.Clone(r.Ledger.Errors)}
	for _, skip := range r.Ledger.Skipped {
		if skip.Incomplete {
			out.problems = append(out.problems, fmt.Sprintf("%d not scanned: %s", skip.Count, skip.Reason))
		}
	}
	for i, one := range s.secrets {
		out.found = append(out.found, left{saved: one, unsure: !s.certain(i, r.Scan.Key)})
	}
	for i := range r.Findings {
		f := &r.Findings[i]
		for n := range out.found {
			if !s.isOf(f, n) {
				continue
			}
			for j := range f.Locations {
				if own(&f.Locations[j]) {
					continue
				}
				out.found[n].add(newPlace(&f.Locations[j], g))
			}
		}
	}
	for i := range out.found {
		l := &out.found[i]
		for _, id := range l.Objects {
			if store.Has(id) && !slices.ContainsFunc(l.places, func(p place) bool { return p.Blob == id }) {
				l.objects = append(l.objects, id)
			}
		}
		if l.unsure {
			out.Complete = false
			out.problems = append(out.problems, fmt.Sprintf("%s: its value could not be read again, and its fingerprint names a place or needs another key, so nobody knows whether it is anywhere else: run `sluice remediate` before the history is rewritten, and then --verify with its folder", l.shownName()))
		}
	}
	return out, nil
}

// certain reports whether the secret of some number is found wherever it is: a text of it
// is known, or its fingerprint is one of the value, by the key of the scan if need be.
func (s *Search) certain(n int, key string) bool {
	for _, i := range s.rules {
		if i == n {
			return true
		}
	}
	return !s.secrets[n].ByPlace && (s.secrets[n].Key == "" || s.secrets[n].Key == key)
}

// own reports whether a place is in the files of a plan.
func own(l *finding.Location) bool {
	folder, name := path.Split(l.Path)
	return l.Kind == finding.KindGitFile && path.Base(folder) == inGitFolder &&
		slices.Contains([]string{replacementsName, pathsName, mailmapName, secretsName}, name)
}

// isOf reports whether a finding is the secret of some number. A fingerprint that is that
// of a place counts only if no text of the secret is known.
func (s *Search) isOf(f *finding.Finding, n int) bool {
	for _, id := range append([]string{f.RuleID}, f.AlsoRules...) {
		if i, ok := s.rules[id]; ok && i == n {
			return true
		}
	}
	one := &s.secrets[n]
	return f.RuleID == one.Rule && f.Fingerprint == one.Fingerprint && (!one.ByPlace || len(one.Forms) == 0)
}

// add adds a place, once: two rules may see the same text.
func (l *left) add(p place) {
	for _, q := range l.places {
		if q.Path == p.Path && q.Kind == p.Kind && q.Ref == p.Ref && q.Blob == p.Blob && q.Commit == p.Commit && q.StartLine == p.StartLine {
			return
		}
	}
	l.places = append(l.places, p)
}

// Gone reports whether nothing is left.
func (r *Result) Gone() bool {
	return !slices.ContainsFunc(r.found, func(l left) bool { return len(l.places)+len(l.objects) > 0 })
}

// shownName is what a secret is called: what it is, and the beginning of its fingerprint.
func (l *left) shownName() string {
	return strings.TrimSpace(fmt.Sprintf("%s (%s, fingerprint %s)", strings.TrimRight(l.Description, "."), l.Rule, short(l.Fingerprint)))
}
