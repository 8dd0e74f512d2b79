#include "stages/normalize/contacts.h"

#include <algorithm>

#include "lib/text/contact.h"
#include "stages/normalize/about.h"
#include "stages/normalize/line_shape.h"
#include "stages/normalize/phrases.h"

namespace marsad::normalize {
namespace {

constexpr size_t kLongestHead = 80;        // bytes
constexpr size_t kShortestProse = 100;     // bytes
constexpr size_t kMostContactLines = 30;   // from there to the end
constexpr size_t kMostLinesToContact = 7;  // names and offices stand before the first number

bool BeginsContacts(std::string_view body, std::span<const Line> lines) {
  const std::string_view first = lines.front().span.Cut(body);
  const std::string_view head = first.substr(0, first.substr(0, kLongestHead).find(':'));
  if (head.size() > kLongestHead || lines.size() > kMostContactLines) return false;
  const bool is_press = Phrases::Get().IsPressContacts(head);
  if (!is_press && !Phrases::Get().IsAnyContacts(head)) return false;
  const auto reaches = [&](const Line& line) { return text::HoldsContact(line.span.Cut(body)); };
  if (std::ranges::none_of(lines.first(std::min(lines.size(), kMostLinesToContact)), reaches)) return false;
  return is_press || std::ranges::none_of(lines.subspan(1), [&](const Line& below) {
           return below.span.size() >= kShortestProse && EndsLikeProse(below.span.Cut(body));
         });
}

}  // namespace

BlockKind KindToTheEnd(std::string_view body, std::span<const Line> lines) {
  const std::string_view first = lines.front().span.Cut(body);
  if (first.size() <= kLongestHead && Phrases::Get().BeginsLastNotes(first)) return BlockKind::kNote;
  return BeginsContacts(body, lines) || BeginsAbout(body, lines) ? BlockKind::kBoilerplate : BlockKind::kUnspecified;
}

}  // namespace marsad::normalize
