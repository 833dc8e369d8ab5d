package finding

import (
	"net/url"
	"strings"
)

// A Source is a scan that is part of a merged report, with all that the report of that
// scan says besides findings.
type Source struct {
	Name     string `json:"name"` // Location.Source of its places; scans that cannot replace each other may share a name
	Tool     Tool   `json:"tool"`
	Scan     Scan   `json:"scan"`
	Complete bool   `json:"complete"`
	Ledger   Ledger `json:"ledger"`
	Rules    Rules  `json:"rules"`
}

// A Share is what the scans of one source say of a finding that other sources have,
// too. The fields mean the same as those of a Finding.
type Share struct {
	Source        string       `json:"source"` // the name of the source
	Confidence    Confidence   `json:"confidence"`
	Severity      Severity     `json:"severity"`
	SeverityNote  string       `json:"severity_note,omitempty"`
	Verification  Verification `json:"verification"`
	Exposure      Exposure     `json:"exposure"`
	LocationCount int          `json:"location_count,omitempty"`
}

// Source returns what a report that is not merged says besides findings, with a name
// that tells the source apart from others: that of the repository at its host, if the
// report has it, and else what was scanned.
func (r *Report) Source() Source {
	s := Source{Tool: r.Tool, Scan: r.Scan, Complete: r.Complete, Ledger: r.Ledger, Rules: r.Rules}
	s.Name = s.usualName()
	return s
}

func (s *Source) usualName() string {
	name := s.Scan.hosted()
	if name == "" {
		path, _ := strings.CutPrefix(s.Ledger.Source, "git ")
		return strings.TrimSuffix(path, "/.git")
	}
	return s.Scan.ofPart(name)
}

// Rename gives the source another name. A scan of a part says of which, so that it is no
// scan of all.
func (s *Source) Rename(name string) { s.Name = s.Scan.ofPart(name) }

// Replaceable reports whether a later scan of a source of the same name makes this one
// outdated. So it is where both saw the whole source, and it is certain that it was the
// same one: somebody gave it the name, or it is the history of a repository whose host is
// known. A path is not enough, because two machines can have different repositories there.
func (s *Source) Replaceable() bool {
	return s.Whole() && (s.Name != s.usualName() || s.Scan.Kind == ScanHistory && s.Scan.hosted() != "")
}

// Whole reports whether a scan saw all of its source, and not only what is new in it.
func (s *Source) Whole() bool {
	switch s.Scan.Kind {
	case ScanRange, ScanStaged, ScanPush:
		return false
	}
	return true
}

func (s *Scan) ofPart(name string) string {
	if s.Kind == "" || s.Kind == ScanHistory {
		return name
	}
	return name + " (" + string(s.Kind) + ")"
}

// hosted returns host and path of the repository, "github.com/acme/shop", however it is
// fetched; "" if the remote has no host.
func (s *Scan) hosted() string {
	remote := s.Repository
	if !strings.Contains(remote, "://") { // user@host:path, as ssh has it
		host, path, ok := strings.Cut(remote, ":")
		if !ok || strings.Contains(host, "/") || len(host) < 2 { // no host, or a drive of Windows
			return ""
		}
		remote = "ssh://" + host + "/" + strings.TrimPrefix(path, "/")
	}
	u, err := url.Parse(remote)
	if err != nil || u.Hostname() == "" {
		return ""
	}
	return strings.ToLower(u.Hostname()) + "/" + strings.TrimSuffix(strings.Trim(u.Path, "/"), ".git")
}
