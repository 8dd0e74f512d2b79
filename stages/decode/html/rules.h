// What an element means for the text: whether it is read at all, breaks the line, and which mark it states.
#pragma once

#include <optional>
#include <string_view>

#include "stages/decode/article/marked.h"
#include "stages/decode/html/tree.h"

namespace marsad::decode {

enum class HtmlFlow {
  kInline,
  kBlock,
  kLineBreak,
  kCell,     // of a table's row
  kLeftOut,  // with all that is in it
};

enum class MarkRule {
  kAsIs,
  kWholeLine,   // holds only if the element fills lines of its own: normalize cuts lines at marks
  kExtendLine,  // reaches over the whole line that the element stands in, if that is short
  kAlone,       // holds only if the element is short and holds no table, quotation, list or other mark of its kind
};

struct HtmlRule {
  HtmlFlow flow = HtmlFlow::kInline;
  bool is_preformatted = false;
  bool is_hidden = false;  // by an attribute; scripts show what lies under it sooner or later, or never
  std::optional<MarkKind> mark = {};
  MarkRule mark_rule = MarkRule::kAsIs;
};

// `node` is an element.
HtmlRule RuleFor(const HtmlNode& node);

// The value of an attribute; empty if there is none. `name` in lower case.
std::string_view AttributeOf(const HtmlNode& node, std::string_view name);

// White space as HTML parts tokens by it.
constexpr bool IsHtmlBlank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r'; }

// Whether `list`, separated by HTML's white space, holds `token`; letters of ASCII count alike in both cases.
bool HasToken(std::string_view list, std::string_view token);

}  // namespace marsad::decode
