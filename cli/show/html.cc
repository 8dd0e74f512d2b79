#include "cli/show/html.h"

#include "lib/base/utf8.h"
#include "lib/text/utf8.h"

namespace marsad::cli {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";  // U+FFFD

// The entity for a character of HTML's own; empty if it stands for itself.
std::string_view EntityOf(char c) {
  switch (c) {
    case '&':
      return "&amp;";
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    case '"':
      return "&quot;";
    case '\'':
      return "&#39;";
    default:
      return {};
  }
}

bool IsControl(char c) {
  auto byte = static_cast<unsigned char>(c);
  return (byte < 0x20 && c != '\n' && c != '\t') || byte == 0x7F;
}

bool IsC1(std::string_view two) { return two[0] == '\xC2' && static_cast<unsigned char>(two[1]) < 0xA0; }

// U+202A to U+202E: embeddings, overrides and their end.
bool IsEmbeddingOrOverride(std::string_view three) {
  auto last = static_cast<unsigned char>(three[2]);
  return three[0] == '\xE2' && three[1] == '\x80' && last >= 0xAA && last <= 0xAE;
}

}  // namespace

std::string EscapeHtml(std::string_view text) {
  std::string repaired;
  if (!IsValidUtf8(text)) {
    repaired = text::RepairUtf8(text).text;
    text = repaired;
  }
  std::string html;
  html.reserve(text.size() + text.size() / 16);
  for (size_t i = 0; i < text.size(); ++i) {
    if (std::string_view entity = EntityOf(text[i]); !entity.empty()) {
      html += entity;
    } else if (IsControl(text[i])) {
      html += kReplacement;
    } else if (i + 1 < text.size() && IsC1(text.substr(i, 2))) {
      html += kReplacement;
      i += 1;
    } else if (i + 2 < text.size() && IsEmbeddingOrOverride(text.substr(i, 3))) {
      i += 2;
    } else {
      html += text[i];
    }
  }
  return html;
}

std::string Bdi(std::string_view text) { return "<bdi>" + EscapeHtml(text) + "</bdi>"; }

std::string Href(std::string_view url) {
  if (!url.starts_with("https://") && !url.starts_with("http://")) return {};
  return "href=\"" + EscapeHtml(url) + "\" rel=\"noopener noreferrer nofollow\"";
}

}  // namespace marsad::cli
