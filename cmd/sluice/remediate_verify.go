package main

import (
	"context"
	"errors"
	"slices"

	"github.com/sluicesec/sluice/baseline"
	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/job"
	"github.com/sluicesec/sluice/remedy"
	"github.com/sluicesec/sluice/report"
	"github.com/sluicesec/sluice/scan"
)

// verify scans for the secrets of a search and says which are left.
func (r *remediation) verify(ctx context.Context, search *remedy.Search) error {
	if search.Len() == 0 {
		return errors.New("there is no secret to look for")
	}
	j, err := job.Git(ctx, r.flags.call(r.env, r.dir), job.Part{})
	if err != nil {
		return err
	}
	if err := j.Rules.Read(); err != nil {
		return errors.Join(err, j.Close())
	}
	j.Rules = search.Rules(j.Rules)
	if j.Baseline = without(j.Baseline, func(baseline.Entry) bool { return true }); j.Baseline != nil {
		j.Baseline.Ignored, j.Baseline.Lines = nil, nil
	}
	r.flags.minConfidence, r.flags.noInlineAllow = "low", true
	rep, err := r.flags.scanFlags.run(ctx, r.env, j)
	if err = errors.Join(err, j.Close()); err != nil {
		return err
	}
	result, err := search.Result(ctx, rep, r.repo, r.store)
	if err != nil {
		return err
	}
	switch {
	case !result.Complete:
		*r.code = exitError
	case !result.Gone():
		*r.code = exitFindings
	}
	return result.WriteText(r.env.stdout, r.width())
}

// without returns a baseline without some of its entries. Its key stays, so fingerprints
// are those of every other report.
func without(b *scan.Baseline, drop func(baseline.Entry) bool) *scan.Baseline {
	if b == nil {
		return nil
	}
	some, file := *b, *b.File
	file.Entries = slices.DeleteFunc(slices.Clone(file.Entries), drop)
	some.File, some.Whole = &file, false
	return &some
}

// incident writes the incident report of the chosen findings.
func (r *remediation) incident(rep *finding.Report, chosen []*finding.Finding) error {
	encode, err := report.Lookup("incident")
	if err != nil {
		return err
	}
	o := output{path: r.flags.file, format: "incident", stdout: r.env.stdout, encode: encode}
	if o.path == "-" {
		o.path = ""
	}
	some := *rep
	some.Findings = nil
	for _, f := range chosen {
		some.Findings = append(some.Findings, *f)
	}
	if !rep.Complete {
		*r.code = exitError
	}
	return o.write(&some)
}
