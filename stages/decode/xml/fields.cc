#include "stages/decode/xml/fields.h"

#include <algorithm>
#include <utility>

namespace marsad::decode {
namespace {

constexpr size_t kMaxNoted = 16;

}  // namespace

void NoteIgnored(std::string note, Draft* draft) {
  std::vector<std::string>& noted = draft->ignored_fields;
  if (noted.size() < kMaxNoted && std::ranges::find(noted, note) == noted.end()) noted.push_back(std::move(note));
}

void TakeDate(std::string_view name, std::string_view text, std::optional<Moment>* to, Draft* draft) {
  *to = ParseOpenMoment(text);
  if (!*to) NoteIgnored(std::string(name) + ": not a date: " + Quote(text), draft);
}

void TakeBody(RichText text, Draft* draft) {
  draft->controls += text.controls;
  draft->body = std::move(text.text);
  draft->markup = std::move(text.markup);
}

void AppendMarked(MarkKind kind, std::string_view line, Draft* draft) {
  if (line.empty() || draft->body.find(line) != std::string::npos) return;
  if (!draft->body.empty()) draft->body += '\n';
  const auto begin = static_cast<uint32_t>(draft->body.size());
  draft->body += line;
  draft->markup.push_back({.kind = kind, .begin = begin, .end = static_cast<uint32_t>(draft->body.size())});
}

void PrependMarked(MarkKind kind, std::string_view line, Draft* draft) {
  if (line.empty() || draft->body.find(line) != std::string::npos) return;
  const auto bytes = static_cast<uint32_t>(line.size());
  const uint32_t moved = draft->body.empty() ? bytes : bytes + 1;
  for (Marked& mark : draft->markup) {
    mark.begin += moved;
    mark.end += moved;
  }
  draft->markup.insert(draft->markup.begin(), {.kind = kind, .begin = 0, .end = bytes});
  draft->body.insert(0, draft->body.empty() ? std::string(line) : std::string(line) + '\n');
}

}  // namespace marsad::decode
