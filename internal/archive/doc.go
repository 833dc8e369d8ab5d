// Package archive opens containers: archives, compressed streams, and documents,
// databases and compiled code whose text is packed. It knows nothing of views or reports.
//
// [Detect] says by its bytes which container a blob is, never by its name. [Walk] goes
// through the members of one container. A member may be a container itself; Walk does
// not open it, because the caller may find more in a member than an archive: base64
// that holds a zip that holds base64. The caller asks Detect again and passes the
// member's Budget on:
//
//	budget := archive.NewBudget(archive.Defaults())
//	kind := archive.Detect(data, data)
//	err := archive.Walk(ctx, kind, bytes.NewReader(data), budget, func(m *archive.Member) error {
//		inner := archive.Detect(m.Data, m.Data) // and so on, with m.Budget
//		...
//	})
//
// # What is shown
//
// A reader of a container shows what its directory says, and an attacker, or an old
// version of a tool, may leave more in it. Walk shows both: what a usual reader sees,
// and, marked as Hidden, what it does not see: entries of a zip that only their local
// headers know, entries whose two headers differ, archives and data behind the end of
// a tar, a cpio or a gzip stream. Bytes that belong to no member, such as the program
// before a self-extracting zip, are left to the caller, who scans the blob itself as
// well. The skippable frames of zstd and lz4 are such bytes, too.
//
// # What is not shown
//
// All that Walk knows to be there and cannot show is a Member with a [Miss], which has a
// Reason for the ledger. Such a member may still have data: what could be read until
// the damage or the limit. An error of Walk itself is only that of the context or of
// the visitor.
//
// # Safety
//
// Containers are hostile input. A [Budget] bounds the bytes, the entries and the depth
// over all nesting, the ratio of expansion of each container, and the memory that
// members take. Every copy goes through it and asks the context. Sizes that a container
// states are never trusted with memory. Panics of decoders that are not ours become
// errors. Names are only names: nothing is written anywhere, links are not followed, and
// two members may have the same name. Members come in the order of the container, so
// the same bytes give the same members.
//
// Why these libraries were chosen, and which readers are our own, is in
// docs/adr/0009-archives.md.
package archive
