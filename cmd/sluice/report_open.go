package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"github.com/spf13/cobra"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/internal/browser"
	"github.com/sluicesec/sluice/report"
)

// idle is how long a served page waits for somebody who asks for it.
const idle = 30 * time.Minute

func newReportOpen(env environment) *cobra.Command {
	var serve, onlyPrint bool
	cmd := &cobra.Command{
		Use:   "open FILE",
		Short: "Show a saved report in the browser",
		Long: `Show a saved report in the browser: as a file in a new temporary folder that only you
can read, or with --serve from this machine and without a file. Nothing leaves this
machine. The variable BROWSER can name the browser.`,
		Example: `  sluice report open report.json
  sluice report open report.json --serve --print     # behind ssh -L`,
		Args: exactlyOne("FILE"),
		RunE: func(cmd *cobra.Command, args []string) error {
			write, err := report.Lookup("html")
			if err != nil {
				return fmt.Errorf("this build cannot write pages: %w", err)
			}
			r, err := readReport(env, args[0])
			if err != nil {
				return err
			}
			o := output{format: "html", encode: write, options: report.Options{ShowSecrets: showsSecrets(r)}}
			show := env.show
			if onlyPrint {
				show = func(page string) error {
					_, err := fmt.Fprintln(env.stdout, page)
					env.stdout.Flush()
					return err
				}
			}
			if serve {
				return env.serve(cmd.Context(), o, r, show)
			}
			return openFile(o, r, show)
		},
	}
	f := cmd.Flags()
	f.SortFlags = false
	f.BoolVar(&serve, "serve", false, "serve the page from this machine, at an address that nobody can guess, until Ctrl-C or half an hour without a reader; write no file")
	f.BoolVar(&onlyPrint, "print", false, "print where the page is, and open no browser")
	return cmd
}

// openFile writes the page into a new folder of its user and shows it. It stays there,
// because nobody knows when the browser has read it.
func openFile(o output, r *finding.Report, show func(page string) error) error {
	dir, err := os.MkdirTemp("", "sluice-report-*")
	if err != nil {
		return fmt.Errorf("cannot make a temporary folder: %w", err)
	}
	o.path = filepath.Join(dir, "report.html")
	if err := o.write(r); err != nil {
		return errors.Join(err, os.RemoveAll(dir))
	}
	return show(o.path)
}

// serve serves the page and shows it.
func (env environment) serve(ctx context.Context, o output, r *finding.Report, show func(page string) error) error {
	var page bytes.Buffer
	if err := o.to(&page, r); err != nil {
		return err
	}
	s, err := browser.Listen(page.Bytes())
	if err != nil {
		return fmt.Errorf("cannot listen on the loopback interface: %w", err)
	}
	if err := show(s.URL()); err != nil {
		return err
	}
	env.say("serving the report until Ctrl-C, or " + idle.String() + " after it was last asked for")
	return s.Serve(ctx, idle)
}

// show opens a page in the browser, and says where it is.
func (env environment) show(page string) error {
	err := browser.Opener{OS: runtime.GOOS, Getenv: env.getenv}.Open(page)
	switch {
	case errors.Is(err, browser.ErrNone):
		env.say("no browser was found, so open this page yourself; BROWSER can name one")
	case err != nil:
		env.say(fmt.Sprintf("the browser did not start (%v), so open this page yourself", err))
	}
	_, err = fmt.Fprintln(env.stdout, page)
	env.stdout.Flush()
	return err
}
