// Text of strangers on a page of ours.
#pragma once

#include <string>
#include <string_view>

namespace marsad::cli {

// `text` for the content of an element or a quoted attribute: & < > " ' escaped; invalid UTF-8, and controls that HTML does
// not know, as U+FFFD; bidi embeddings and overrides left out (isolates and marks, which Arabic text needs, stay).
std::string EscapeHtml(std::string_view text);

// <bdi>text</bdi>: a name, source or number that is put into a line of ours.
std::string Bdi(std::string_view text);

// `href`="..." where `url` is http or https; nothing otherwise, so that a record cannot bring a javascript: link.
std::string Href(std::string_view url);

}  // namespace marsad::cli
