package archive

import (
	"bytes"
	"encoding/json"
	"path"
	"slices"
	"strings"
)

// An image knows which parts the manifests of an image of containers in a tar name, and which
// are there. A part that is not there is somewhere else, and was not scanned.
//
// Sources: the image specification of Docker, v1.2 (manifest.json); the OCI image format
// (image-layout, index and manifest).
type image struct {
	names map[string]bool // of members that may be parts
	parts map[string]bool // that manifests name
}

const (
	maxManifest = 1 << 20  // bytes of a manifest
	maxParts    = 16 << 10 // names that are kept; no image has so many
)

const imageBlobs = "blobs/"

// see takes a member of the tar into account. data is what of it is held.
func (i *image) see(name string, data []byte) {
	name = path.Clean(name)
	base := path.Base(name)
	isBlob := strings.HasPrefix(name, imageBlobs)
	if !isBlob && !strings.HasSuffix(base, ".json") && !strings.HasSuffix(base, ".tar") && !strings.HasSuffix(base, ".tar.gz") {
		return
	}
	if i.names == nil {
		i.names, i.parts = map[string]bool{}, map[string]bool{}
	}
	if len(i.names) < maxParts {
		i.names[name] = true
	}
	if len(data) > maxManifest {
		return
	}
	switch {
	case name == "manifest.json":
		i.docker(data)
	case name == "index.json" || isBlob && bytes.HasPrefix(bytes.TrimSpace(data[:min(len(data), 64)]), []byte("{")):
		i.oci(data)
	}
}

// docker reads the manifest that docker save writes.
func (i *image) docker(data []byte) {
	var images []struct {
		Config string
		Layers []string
	}
	if json.Unmarshal(data, &images) != nil {
		return // it is another file of this name
	}
	for _, image := range images {
		for _, part := range append(image.Layers, image.Config) {
			i.add(part)
		}
	}
}

// oci reads an index or a manifest in the layout of OCI.
func (i *image) oci(data []byte) {
	type descriptor struct{ Digest string }
	var manifest struct {
		Manifests, Layers []descriptor
		Config            json.RawMessage
	}
	if json.Unmarshal(data, &manifest) != nil {
		return // it is the content of a layer
	}
	var config descriptor
	if len(manifest.Layers) > 0 { // in other files the word means something else
		_ = json.Unmarshal(manifest.Config, &config) // without it there is no digest
	}
	for _, d := range append(append(manifest.Manifests, manifest.Layers...), config) {
		if algorithm, digits, ok := strings.Cut(d.Digest, ":"); ok {
			i.add(imageBlobs + algorithm + "/" + digits)
		}
	}
}

func (i *image) add(part string) {
	if part != "" && len(i.parts) < maxParts {
		i.parts[path.Clean(part)] = true
	}
}

// absent returns the parts that are not there, sorted.
func (i *image) absent() (parts []string) {
	if len(i.names) >= maxParts {
		return nil
	}
	for part := range i.parts {
		if !i.names[part] {
			parts = append(parts, part)
		}
	}
	slices.Sort(parts)
	return parts
}
