package main

import (
	"context"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"github.com/sluicesec/sluice/internal/archive"
	"github.com/sluicesec/sluice/job"
)

// imageLimits are the limits for images: they hold a whole system, and who saves one
// knows what is in it.
func imageLimits() archive.Limits {
	limits := archive.Defaults()
	limits.Bytes, limits.Entries, limits.Depth = 64<<30, 5_000_000, limits.Depth+1 // the image is one more
	return limits
}

func newImage(env environment, code *int) *cobra.Command {
	var flags scanFlags
	cmd := &cobra.Command{
		Use:   "image FILE.tar...",
		Short: "Scan images of containers, as `docker save` writes them",
		Long: `Scan images of containers: all layers, also what a later layer deletes, and the
configuration with its environment, labels and history. An image is a tar, as
docker save, podman save and skopeo (docker-archive:, oci-archive:) write it, maybe
compressed. A folder in the OCI layout is scanned by sluice dir.`,
		Example: `  docker save registry.example/shop:1.2 -o shop.tar
  sluice image shop.tar`,
		Args: atLeastOne("FILE.tar"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return flags.scan(cmd.Context(), env, code, func(context.Context) (*job.Job, error) {
				if err := areImages(args); err != nil {
					return nil, err
				}
				return job.Images(flags.call(env, ""), args)
			})
		},
	}
	flags.registerFor(cmd, imageLimits())
	return cmd
}

// areImages returns an error that names the first of some files that is no archive.
func areImages(paths []string) error {
	for _, path := range paths {
		f, err := os.Open(path)
		if err != nil {
			return fmt.Errorf("cannot scan %s: %w; check the path", path, err)
		}
		head := make([]byte, archive.HeadLen)
		n, _ := f.Read(head) // a folder cannot be read
		if err := f.Close(); err != nil {
			return err
		}
		if kind := archive.Detect(head[:n], nil); !kind.InOrder() {
			return fmt.Errorf("%s is no image: save one with `docker save IMAGE -o FILE.tar`, or use `sluice dir` for folders and other files", path)
		}
	}
	return nil
}
