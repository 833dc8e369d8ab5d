// Package content says which text a blob shows.
//
// A blob is bytes, and what its reader sees may be something else: UTF-16 is text,
// an archive is its members, base64 is what it encodes. Each of these is a [View]:
// bytes for the engine, and a map from their offsets to the blob's. [Views] is the
// only place that makes views of text, so a new decoder is added here and works
// everywhere.
//
// # Text and binary content
//
// The class of a view says which rules run over it, and nothing is left out because of
// how it begins. Content is judged by the control characters in its first 8 KiB, so that
// a file in memory and the same in a stream are judged alike. In binary content the
// engine looks for names and values in runs of characters itself; a view of these runs
// would not be the blob's own bytes, and could inherit nothing.
//
// # Wide text
//
// UTF-16 and UTF-32 are decoded: content as a whole if its first 8 KiB are wide text, and
// otherwise each run of it, as a view that has the runs alone. Lines of all views are
// those of the blob, because between runs the view has the line feeds that the blob has.
//
// # Edits
//
// A view knows whether its bytes are the blob's own. If they are, an edited
// version of the blob inherits what was found in them, where its bytes were
// copied. If the view was decoded it inherits nothing and is scanned again: which
// bytes were copied says nothing about offsets in the decoded text.
//
// # Members
//
// [Members] goes through what is in a container, and in the containers in that. Each
// [Member] has views as a blob has. Its offsets in the blob say little, because most
// members are compressed, so lines are counted in the member, and its layers say where it
// is. Members are not among the views of Views: they need a budget, may be too large to
// hold, and may be missing, which the caller must note.
//
// # Decoders
//
// A decoder looks at a view and makes views of what it finds in it: one of a text
// in another encoding, one for each run of base64 or of escapes, one for each
// member of an archive. It makes them with the method decoded, which gets the new
// bytes and a map from their offsets to those of the view that was decoded. That
// is all a decoder needs for nesting: decoded joins the maps, so that Offset leads
// through all layers to the blob, and joins the names of the layers from the
// outside in, as in "utf-16/base64".
//
// A decoder of all of the content, as of UTF-16, makes the first view. A decoder of a
// part, such as base64, adds its views after it. Views is to apply
// the decoders to their own results, and must bound the depth and the total size:
// a small archive may hold a large bomb.
//
// A map must be monotone. A decoder of text must map the first byte of each line
// to the byte of the blob that the line starts at. Where bytes have no single
// origin, as in a compressed member of an archive, all offsets may map to where
// the member starts.
package content
