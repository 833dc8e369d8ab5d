package measure

import "context"

// Figures are what a command took in each counted round.
type Figures struct {
	Command
	Wall, CPU []float64 // seconds
	Anonymous int64     // bytes at the peak, in the round that is not counted
}

func (f *Figures) add(run Run) {
	f.Wall = append(f.Wall, run.Wall.Seconds())
	f.CPU = append(f.CPU, run.CPU.Seconds())
}

// Rounds runs all commands in each of some rounds, and once before that. With no rounds, that
// run counts.
func Rounds(ctx context.Context, commands []Command, rounds int) ([]Figures, error) {
	all := make([]Figures, len(commands))
	for i, c := range commands {
		run, peak, err := c.Sampled(ctx)
		if err != nil {
			return nil, err
		}
		all[i] = Figures{Command: c, Anonymous: peak}
		if rounds == 0 {
			all[i].add(run)
		}
	}
	for round := range rounds {
		for k := range commands {
			f := &all[(k+round)%len(commands)]
			run, err := f.Once(ctx)
			if err != nil {
				return nil, err
			}
			f.add(run)
		}
	}
	return all, nil
}
