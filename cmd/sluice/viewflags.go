package main

import (
	"fmt"

	"github.com/spf13/pflag"

	"github.com/sluicesec/sluice/report"
)

// viewFlags choose what the text report shows of the findings. Other formats and the
// exit code do not depend on them.
type viewFlags struct {
	all     bool
	limit   int
	groupBy string
	noColor bool
	noPager bool
}

func (f *viewFlags) register(flags *pflag.FlagSet) {
	flags.BoolVar(&f.all, "all", false, "show every finding in full in the text report, and not the most urgent ones only")
	flags.IntVar(&f.limit, "limit", 0, "show the `N` most urgent findings in the text report")
	flags.StringVar(&f.groupBy, "group-by", "", "list the findings of the text report by `WHAT`: rule, path, author or commit; with --all in full")
	flags.BoolVar(&f.noColor, "no-color", false, "no colours")
	flags.BoolVar(&f.noPager, "no-pager", false, "do not show a text report that is longer than the terminal in a pager ($SLUICE_PAGER, $PAGER or less)")
}

func (f *viewFlags) check() error {
	if f.limit < 0 {
		return fmt.Errorf("--limit %d: it takes a number, or 0 for all", f.limit)
	}
	if f.groupBy == "" {
		return nil
	}
	for _, by := range report.GroupBys() {
		if f.groupBy == string(by) {
			return nil
		}
	}
	return badLevel("group-by", f.groupBy, report.GroupBys())
}
