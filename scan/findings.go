package scan

import (
	"cmp"
	"math"
	"slices"
	"time"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/internal/proof"
	"github.com/sluicesec/sluice/rules"
)

// findings joins the hits that the stages have left into findings: one for each
// secret of a rule, with a location for each place.
type findings struct {
	providers func() map[string]rules.Provider
	proofs    proofs
	most      int // locations of one finding
	scan      finding.Scan
	all       map[identity]*finding.Finding
	severe    map[identity]settingSet // what the severity depends on, of all places of each
	exposures map[identity]*exposure  // likewise
	places    map[secretOf]place      // of the secrets and parts that can be guessed
	folded    *findings               // what the stage fold has removed; nil if nobody wants to know
	more      map[secretOf]bool       // those that may be at places which the source does not name

	hits  bool                            // see Options.Hits
	again map[identity][]finding.Location // see finding.Finding.Again

	later *later // of places that commits add again; nil if no allowlist names commits

	alone    map[identity]*finding.Finding // those of again; nil if nobody asks, see Options.AgainAlone
	cutAgain bool                          // some of again were left out
}

func newFindings(providers func() map[string]rules.Provider, p proofs, most int, scan finding.Scan) *findings {
	return &findings{
		providers: providers, proofs: p, most: most, scan: scan, all: map[identity]*finding.Finding{},
		again:  map[identity][]finding.Location{},
		severe: map[identity]settingSet{}, exposures: map[identity]*exposure{}, places: map[secretOf]place{}, more: map[secretOf]bool{},
	}
}

// add adds a location for each hit of a sighting.
func (fs *findings) add(s *sighting) {
	if fs.folded != nil && len(s.identifiers) > 0 {
		fs.folded.add(&sighting{place: s.place, inside: s.inside, hits: s.identifiers})
	}
	for _, h := range s.ignored { // its place has a number, or that of another secret would change
		addPlace(fs.places, h.Rule.ID, h.Secret, newPlace(s.of(h.hit), h.BeforeSecret()))
	}
	for _, h := range s.hits {
		who := identify(h.hit)
		f := fs.all[who]
		if f == nil {
			f = fs.finding(h.hit)
			fs.all[who], fs.exposures[who] = f, &exposure{}
		}
		if c := proved(h.confidence, fs.proofs.of(h.hit)); c.Compare(f.Confidence) > 0 {
			f.Confidence = c // of several places the surest counts
		}
		at := settingOf(s, h.kind)
		more := s.place.More && at != isLeftOver // a place that is not known may be any
		if set := fs.severe[who]; !set.has(deployed) {
			set.add(at)
			if more {
				set.add(deployed)
			}
			fs.severe[who] = set
		}
		for _, id := range h.alsoRules {
			if !slices.Contains(f.AlsoRules, id) {
				f.AlsoRules = append(f.AlsoRules, id)
			}
		}
		l := fs.location(s, h.hit)
		l.Setting = at.word()
		fs.exposures[who].add(&l, at, fs.scan.Kind != finding.ScanHistory)
		if more {
			fs.exposures[who].settings.add(deployed)
			fs.more[secretOf{f.RuleID, f.Secret}] = true
		}
		shortenRefs(&l)
		f.Locations = append(f.Locations, l)
		addPlace(fs.places, f.RuleID, f.Secret, newPlace(l, h.BeforeSecret()))
		for _, p := range l.Parts {
			there := l
			there.Span = p.Span
			place := newPlace(there, "")
			place.part = true
			addPlace(fs.places, p.RuleID, p.Secret, place)
		}
		if len(f.Locations) > fs.most+fs.most/4 {
			bound(f, fs.most)
		}
	}
}

// location is the place of a hit of a sighting.
func (fs *findings) location(s *sighting, h *hit) finding.Location {
	l := s.of(h)
	l.Parts = fs.parts(h, s.folded)
	l.Line = lineOf(h)
	if fs.hits {
		l.Hit = hitIn(h, s.place.Hunks)
	}
	return l
}

// list returns the findings in no order, each with the severity that its places
// give it, and whether locations were left out. It must be called once.
func (fs *findings) list() (list []finding.Finding, cut bool) {
	today, _ := time.Parse(time.DateOnly, fs.scan.Date) // zero if nobody said
	list = make([]finding.Finding, 0, len(fs.all))
	for who, f := range fs.all {
		fs.severe[who].judge(f)
		f.Exposure = fs.exposures[who].of(today)
		if bound(f, fs.most); f.LocationCount > 0 {
			f.LocationCount += len(f.Locations)
			cut = true
		}
		f.Again = fs.again[who]
		list = append(list, *f)
	}
	return list, cut
}

// unlisted reports whether a finding may be at places that it does not list.
func (fs *findings) unlisted(f *finding.Finding) bool {
	return f.LocationCount > 0 || fs.more[secretOf{f.RuleID, f.Secret}]
}

// finding is the finding of a hit, without locations and confidence. Its
// fingerprint is the work of a stage.
func (fs *findings) finding(h *hit) *finding.Finding {
	r := h.Rule
	p := fs.providers()[r.Provider]
	proof := fs.proofs.of(h)
	leak := r.Leak(p)
	chars := 0.0
	if fs.hits {
		chars = charEntropy(h.Secret)
	}
	return &finding.Finding{
		RuleID: r.ID, Aliases: slices.Clone(r.Aliases), Description: r.Description, Provider: cmp.Or(p.Name, r.Provider),
		Severity: cmp.Or(r.Severity, finding.SeverityHigh), Verification: verification(proof),
		Mode: proof.Mode, Facts: slices.Clone(proof.Facts),
		Secret: h.Secret, Match: h.Text, Entropy: round2(h.Entropy),
		CharEntropy: chars,
		Tags:        append([]string{}, r.Tags...), ByPath: h.isPath(), AlsoRules: []string{},
		Can: leak.Can, Revoke: leak.Revoke, Rotate: leak.Rotate, Logs: leak.Logs,
	}
}

func verification(r proof.Result) finding.Verification {
	if r.Verdict == proof.Proven {
		return finding.ProvenOffline
	}
	return finding.Unverified
}

// round2 rounds to two decimals.
func round2(x float64) float64 { return math.Round(x*100) / 100 }
