package main

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/hooks/agent"
	"github.com/sluicesec/sluice/internal/archive"
	"github.com/sluicesec/sluice/internal/engine"
	"github.com/sluicesec/sluice/job"
)

func newHookAgent(env environment, code *int) *cobra.Command {
	var flags scanFlags
	var name, onRead, onBypass string
	cmd := &cobra.Command{
		Use:   "agent",
		Short: "Judge a prompt or a tool call of a coding agent",
		Long: `Judge a prompt or a tool call of a coding agent, and stop it if it carries a
secret. The agent calls this by its settings, which sluice hook install --agent
writes: it gives a JSON object on standard input, and reads the answer on
standard output. The exit code is 0, or 2 for what is stopped, as the agents
have it.`,
		Example: `  sluice hook install --agent claude   # writes .claude/settings.json
  sluice hook agent <payload.json`,
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			p := agent.Policy{OnRead: agent.Decision(onRead), OnBypass: agent.Decision(onBypass)}
			return runAgent(cmd.Context(), env, code, &flags, name, p)
		},
	}
	f := cmd.Flags()
	f.SortFlags = false
	f.StringVar(&name, "agent", "", "whose payload it is: "+agentList()+" (`NAME`); else its fields say it")
	f.StringVar(&onRead, "on-read", string(agent.Deny), "what to do when the model would read a file with a secret: deny, ask or allow (`WHAT`)")
	f.StringVar(&onBypass, "on-bypass", string(agent.Ask), "what to do about what goes around the checks, such as git commit --no-verify: deny, ask or allow (`WHAT`)")
	f.StringVarP(&flags.config, "config", "c", "", "rules to use: a TOML `FILE`, in place of one in HEAD; or builtin, for the built-in rules alone")
	f.BoolVar(&flags.noRepoConfig, "no-repo-config", false, "do not look for a rule file or a baseline in HEAD")
	f.StringVar(&flags.baseline, "baseline", "", "the `FILE` of known findings, in place of .sluice-baseline in HEAD")
	f.BoolVar(&flags.noBaseline, "no-baseline", false, "report known findings, too")
	f.StringVar(&flags.minConfidence, "min-confidence", "medium", "leave out findings below this `LEVEL`: low, medium or high")
	f.DurationVar(&flags.timeout, "timeout", 20*time.Second, "stop what is not judged after this `TIME`; 0 for no limit")
	return cmd
}

// agentList names the agents.
func agentList() string {
	var names []string
	for _, n := range agent.All() {
		names = append(names, string(n))
	}
	return strings.Join(names, ", ")
}

// runAgent judges one event. What goes wrong is an error: its exit code stops the agent,
// too.
func runAgent(ctx context.Context, env environment, code *int, flags *scanFlags, name string, p agent.Policy) error {
	flags.jobs, flags.exitCode, flags.quiet, flags.noCache, flags.decodeDepth = 1, exitFindings, true, true, engine.DecodeDepth
	flags.archives.limits = archive.Defaults()
	if err := checkAgentFlags(flags, name, p); err != nil {
		return err
	}
	payload, err := io.ReadAll(io.LimitReader(env.stdin, agent.MaxPayload+1))
	if err != nil {
		return fmt.Errorf("the payload of the agent cannot be read to its end: %w", err)
	}
	event, err := agent.Parse(payload, agent.Name(name))
	if err != nil {
		return fmt.Errorf("this was stopped, because it could not be searched for secrets: %w", err)
	}
	ctx, cancel := flags.limited(ctx)
	defer cancel()
	verdict, err := judgeAgent(ctx, env, flags, event, p)
	if err != nil {
		verdict = event.Unjudged(err.Error())
	}
	a := event.Answer(verdict)
	*code = a.Code
	if _, err := io.WriteString(env.stdout, a.Stdout); err != nil {
		return err
	}
	_, err = io.WriteString(env.stderr, a.Stderr)
	return err
}

func checkAgentFlags(flags *scanFlags, name string, p agent.Policy) error {
	if name != "" {
		if _, err := agent.ParseName(name); err != nil {
			return err
		}
	}
	decisions := []agent.Decision{agent.Deny, agent.Ask, agent.Allow}
	if !slices.Contains(decisions, p.OnRead) {
		return badLevel("on-read", string(p.OnRead), decisions)
	}
	if !slices.Contains(decisions, p.OnBypass) {
		return badLevel("on-bypass", string(p.OnBypass), decisions)
	}
	return flags.check()
}

// judgeAgent scans the texts of an event and decides about it.
func judgeAgent(ctx context.Context, env environment, flags *scanFlags, event *agent.Event, p agent.Policy) (agent.Verdict, error) {
	var results []agent.Result
	own, others := event.Groups(p)
	for _, texts := range [][]agent.Text{own, others} {
		if len(texts) == 0 {
			continue
		}
		r, err := scanAgent(ctx, env, flags, event, texts)
		if err != nil {
			return agent.Verdict{}, err
		}
		results = append(results, r...)
	}
	return event.Judge(p, results), nil
}

// scanAgent scans some texts of an event. Those of files outside of the repository are
// scanned twice.
func scanAgent(ctx context.Context, env environment, flags *scanFlags, event *agent.Event, texts []agent.Text) (results []agent.Result, err error) {
	dir := event.Dir
	if dir == "" {
		dir = "."
	}
	call := flags.call(env, dir)
	j, err := job.Agent(ctx, call, event, texts)
	if err != nil {
		return nil, err
	}
	elsewhere, err := job.AgentElsewhere(call, event, texts)
	if err != nil {
		return nil, err
	}
	for _, j := range []*job.Job{j, elsewhere} {
		if j == nil {
			continue
		}
		r := agent.Result{Source: j.Source.(*agent.Source)}
		err = flags.perform(ctx, env, new(int), j, func(found *finding.Report) error {
			r.Report = found
			return nil
		})
		if err != nil {
			return nil, err
		}
		results = append(results, r)
	}
	return results, nil
}
