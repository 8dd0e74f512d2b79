#include "stages/decode/xml/feed_clutter.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace marsad::decode {
namespace {

constexpr uint32_t kLongestShareLink = 40;  // bytes

struct Line {
  uint32_t begin = 0;
  uint32_t end = 0;
  uint32_t linked = 0;  // bytes
  uint32_t links = 0;
  uint32_t longest_link = 0;
  bool is_list_item = false;
  bool is_dropped = false;

  uint32_t size() const { return end - begin; }
  bool IsLinkItem() const { return is_list_item && links > 0 && linked * 2 > size(); }
  // Bars and blanks part the links.
  bool IsRowOfLinks() const { return links >= 2 && longest_link <= kLongestShareLink && linked + 4 * links > size(); }
};

std::vector<Line> LinesOf(const RichText& rich) {
  std::vector<Line> lines;
  for (uint32_t at = 0; at <= rich.text.size();) {
    const auto end = static_cast<uint32_t>(std::min(rich.text.find('\n', at), rich.text.size()));
    lines.push_back({.begin = at, .end = end});
    at = end + 1;
  }
  for (const Marked& mark : rich.markup) {
    auto line = std::ranges::upper_bound(lines, mark.begin, {}, &Line::begin);
    if (line == lines.begin()) continue;
    --line;
    if (mark.kind == MarkKind::kListItem) line->is_list_item = true;
    if (mark.kind != MarkKind::kLink) continue;
    ++line->links;
    line->linked += mark.end - mark.begin;
    line->longest_link = std::max(line->longest_link, mark.end - mark.begin);
  }
  return lines;
}

void MarkDropped(std::vector<Line>* lines) {
  for (size_t i = 0; i < lines->size();) {
    size_t end = i;
    while (end < lines->size() && (*lines)[end].IsLinkItem()) ++end;
    for (size_t k = i; end - i >= 2 && k < end; ++k) (*lines)[k].is_dropped = true;
    if (end == i) (*lines)[i].is_dropped = (*lines)[i].IsRowOfLinks();
    i = std::max(end, i + 1);
  }
}

}  // namespace

void DropLinkLists(RichText* text) {
  if (std::ranges::none_of(text->markup, [](const Marked& mark) { return mark.kind == MarkKind::kLink; })) return;
  std::vector<Line> lines = LinesOf(*text);
  MarkDropped(&lines);
  if (std::ranges::none_of(lines, &Line::is_dropped)) return;
  RichText kept{.text = {}, .markup = {}, .controls = text->controls};
  size_t mark = 0;
  for (const Line& line : lines) {
    const auto to = static_cast<uint32_t>(kept.text.size() + (kept.text.empty() ? 0 : 1));
    for (; mark < text->markup.size() && text->markup[mark].begin <= line.end; ++mark) {
      Marked moved = text->markup[mark];
      // A mark over several lines, such as a quotation, may hold some that went.
      if (line.is_dropped || moved.end > line.end) continue;
      moved.begin = moved.begin - line.begin + to;
      moved.end = moved.end - line.begin + to;
      kept.markup.push_back(moved);
    }
    if (line.is_dropped) continue;
    if (!kept.text.empty()) kept.text += '\n';
    kept.text.append(text->text, line.begin, line.size());
  }
  *text = std::move(kept);
}

}  // namespace marsad::decode
