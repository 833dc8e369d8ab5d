package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/dustin/go-humanize/english"
	"github.com/spf13/cobra"

	"github.com/sluicesec/sluice/baseline"
	"github.com/sluicesec/sluice/job"
	"github.com/sluicesec/sluice/report"
)

func newAllow(env environment) *cobra.Command {
	var dir, named, reason, until, state string
	cmd := &cobra.Command{
		Use:   "allow FINGERPRINT...",
		Short: "Write into the baseline what single findings are",
		Long: `Write into .sluice-baseline what the findings with these fingerprints are, as a
report names them, so that scans do not report them any more. Either they are real
secrets that may stay for some time (--until), or --as says what they are: false
(no secret), test (of tests only) or known (a real one, still to be replaced).
sluice help allow lists the other ways.`,
		Example: `  sluice allow 12bd3ff661011a473c8f4ce36a302e9c --until 2027-03-31 --reason "replaced with release 5"
  sluice allow 12bd3ff661011a473c8f4ce36a302e9c --as false --reason "a checksum"`,
		Args: atLeastOne("FINGERPRINT"),
		RunE: func(cmd *cobra.Command, args []string) error {
			what, err := allowance(state, until, job.Today(env.getenv))
			if err != nil {
				return err
			}
			call := env.call("")
			call.Dir, call.Baseline = ".", named
			path, tree, err := job.BaselinePlace(cmd.Context(), call, dir)
			if err != nil {
				return err
			}
			file, err := baselineAt(path, tree)
			if err != nil {
				return err
			}
			lower := make([]string, len(args))
			for i, fingerprint := range args {
				lower[i] = strings.ToLower(fingerprint)
				e, _ := file.Get(lower[i]) // keeps its rule and its path
				e.Fingerprint, e.State, e.Until, e.Note = lower[i], what, until, reason
				if err := file.Set(e); err != nil {
					return err
				}
			}
			unseen := lookUp(cmd.Context(), env, call, dir, file, lower)
			if err := file.Write(path); err != nil {
				return err
			}
			env.print("%s: %s %s %s%s. Commit the file.\n", path, report.Count(len(args), "finding"), english.PluralWord(len(args), "is", "are"), what, upTo(until))
			if unseen > 0 {
				env.print("%s not in the files that are here now: if it is a password elsewhere, `sluice baseline prune` makes its entry name the value, and not the place alone.\n", report.Count(unseen, "finding")+" "+english.PluralWord(unseen, "is", "are"))
			}
			return nil
		},
	}
	f := cmd.Flags()
	f.SortFlags = false
	f.StringVar(&reason, "reason", "", "why, for others who read the file: one `TEXT`")
	f.StringVar(&until, "until", "", "the last day on which they are allowed, `DATE` like 2027-03-31")
	f.StringVar(&state, "as", "", "what they are, `STATE`: false, test, known, or accepted (which needs --until)")
	f.StringVar(&dir, "dir", "", "the baseline of a folder, `PATH`, instead of that of the repository here")
	f.StringVar(&named, "baseline", "", "the `FILE`, in place of .sluice-baseline in the repository or the folder")
	return cmd
}

// allowance is the state that the flags name.
func allowance(state, until, today string) (baseline.State, error) {
	switch {
	case state == "" && until == "":
		return "", errors.New("say until which day it is allowed (--until 2027-03-31), or what it is: --as false for no secret, --as test, --as known for one that is still to be replaced")
	case until != "" && until < today && len(until) == len(today):
		return "", fmt.Errorf("--until %s: that day has passed", until)
	case state == "":
		return baseline.Accepted, nil
	}
	if s := baseline.State(state); slices.Contains(baseline.States(), s) {
		return s, nil
	}
	return "", fmt.Errorf("--as %q: it takes false, test, known or accepted%s", state, didYouMean(state, "", []string{"false", "test", "known", "accepted"}))
}

func upTo(until string) string {
	if until == "" {
		return ""
	}
	return " up to " + until
}
