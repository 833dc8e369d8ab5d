package remedy

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/internal/git/gitrepo"
	"github.com/sluicesec/sluice/internal/git/objects"
	"github.com/sluicesec/sluice/internal/oid"
	"github.com/sluicesec/sluice/rules"
)

// A Request says what a plan is about.
type Request struct {
	Repo   *gitrepo.Repo
	Store  *objects.Store
	Rules  *rules.Config
	Report *finding.Report    // of the repository; its values may be hidden
	Chosen []*finding.Finding // of the report, the most urgent first
	Dir    string             // where the files go, absolute
}

// A Plan says what to do about some secrets of a repository. It holds their values.
type Plan struct {
	request Request
	url     string // of the remote called origin, without credentials; "" without one
	secrets []*secret
	graph   *graph
	trees   *trees

	replacer replacer
	messages bool     // a message holds a secret
	gone     []string // paths that leave the history as a whole
	binary   []string // of these, those that git filter-repo cannot edit
	renames  []rename
	mailmap  map[string]bool   // lines that take secrets out of names and addresses
	shown    map[string]string // paths as the repository has them, and as the report shows them
	manual   []string          // what the user has to do by hand, a sentence each
	unread   []string          // what could not be read again, a sentence each
	failed   []string          // places that the replacements do not change, a sentence each

	way     way
	rewrite rewrite
}

// A secret is a finding, with what was read of it again.
type secret struct {
	*finding.Finding
	places []place
	value  string   // "" if it could not be read
	forms  []form   // how it is written, each once
	blobs  []oid.ID // the objects that hold it, each once
}

// in reports whether a place of the secret is in a part of the repository.
func (s *secret) in(w where) bool {
	return slices.ContainsFunc(s.places, func(p place) bool { return p.where == w })
}

// pushed reports whether another repository has had the secret.
func (s *secret) pushed() bool {
	return s.Exposure.Pushed || slices.ContainsFunc(s.places, func(p place) bool { return p.holders&remote != 0 || p.Pushed })
}

// Make makes a plan. What cannot be read again is in the plan; an error is that of a
// repository that cannot be read at all, or of ctx.
func Make(ctx context.Context, q Request) (*Plan, error) {
	g, err := readGraph(ctx, q.Repo, q.Store)
	if err != nil {
		return nil, fmt.Errorf("cannot read the history of %s: %w", q.Repo.GitDir, err)
	}
	r, err := newReader(q.Store, q.Rules)
	if err != nil {
		return nil, err
	}
	p := &Plan{request: q, graph: g, trees: newTrees(q.Store), shown: map[string]string{}, mailmap: map[string]bool{}, url: remoteURL(q.Repo)}
	for _, f := range q.Chosen {
		s := &secret{Finding: f}
		for i := range f.Locations {
			s.places = append(s.places, newPlace(&f.Locations[i], g))
		}
		p.secrets = append(p.secrets, s)
	}
	files := map[string][]*content{} // what holds secrets, by its path
	for _, s := range p.secrets {
		if err := p.read(ctx, r, s, files); err != nil {
			return nil, err
		}
	}
	p.wholeFiles(files)
	var forms []form
	for _, s := range p.secrets {
		forms = append(forms, s.forms...)
	}
	p.replacer = newReplacer(outOfEachOther(forms))
	if err := p.try(ctx, r, files); err != nil {
		return nil, err
	}
	p.chooseWay()
	return p, nil
}

// outOfEachOther shortens what has to be before a form, where that holds another form:
// when its turn comes, the other one has been replaced.
func outOfEachOther(forms []form) []form {
	for i := range forms {
		for _, other := range forms {
			if at := strings.LastIndex(forms[i].before, other.text); at >= 0 {
				if rest := forms[i].before[at+len(other.text):]; rest != "" {
					forms[i].before = rest
				}
			}
		}
	}
	return forms
}

// Left reports whether something could not be read again or must be done by hand, so that
// the files of the plan do not take out everything.
func (p *Plan) Left() bool { return len(p.unread)+len(p.failed) > 0 }
