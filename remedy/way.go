package remedy

import (
	"cmp"
	"slices"

	"github.com/sluicesec/sluice/internal/oid"
)

// A way says in which repository the history is rewritten.
type way int

const (
	noRewrite way = iota // no branch, tag or other ref leads to a secret
	atRemote             // in a fresh mirror of the remote, which is pushed back
	unpushed             // here, because the remote has none of the commits that change
	atServer             // in a fresh mirror of this bare repository, which is pushed back
	alone                // here, because there is no remote
)

// chooseWay decides how the history is rewritten, and what that changes.
func (p *Plan) chooseWay() {
	changed := map[oid.ID]bool{}
	any, pushed := false, false
	for _, s := range p.secrets {
		for _, at := range s.places {
			if at.where == inHistory {
				any, changed[at.Commit] = true, true
				pushed = pushed || at.Pushed || at.holders&remote != 0
			}
		}
	}
	switch {
	case !any:
		return
	case p.url != "" && pushed:
		p.way = atRemote
	case p.url != "":
		p.way = unpushed
	case p.request.Repo.WorkTree == "":
		p.way = atServer
	default:
		p.way = alone
	}
	for _, path := range p.gone {
		p.touching(path, changed)
	}
	for _, r := range p.renames {
		p.touching(r.from, changed)
	}
	of, except := published, holder(0)
	switch p.way {
	case atRemote:
		of = remote | tag
	case unpushed:
		except = remote
	}
	p.rewrite = p.graph.rewriteFrom(changed, of, except)
}

// touching adds the commits with a file that will be gone.
func (p *Plan) touching(path string, changed map[oid.ID]bool) {
	for _, c := range p.graph.commits {
		if !changed[c.id] && !p.trees.find(c.tree, path).IsZero() {
			changed[c.id] = true
		}
	}
}

// localOnly lists the secrets that are in unpushed commits of this clone, too, where the
// history is rewritten in a mirror of the remote.
func (p *Plan) localOnly() (all []*secret) {
	if p.way != atRemote {
		return nil
	}
	for _, s := range p.secrets {
		if slices.ContainsFunc(s.places, func(at place) bool {
			return at.where == inHistory && at.holders&remote == 0 && at.holders&branch != 0
		}) {
			all = append(all, s)
		}
	}
	return all
}

// exposedFirst is the day on which a secret was first committed; "" if nobody knows.
func exposedFirst(s *secret) string {
	first := s.Exposure.Introduced
	for _, at := range s.places {
		if first == "" || at.Date != "" && cmp.Less(at.Date, first) && s.Exposure.Introduced == "" {
			first = at.Date
		}
	}
	return first[:min(len(first), len("2026-01-31"))]
}
