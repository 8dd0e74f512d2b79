#include "stages/decode/html/rules.h"

#include <gumbo.h>

#include <algorithm>
#include <array>
#include <initializer_list>

#include "stages/decode/html/class_names.h"

namespace marsad::decode {
namespace {

char Lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }

bool SameIgnoringCase(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return Lower(x) == Lower(y); });
}

// Whether a style says `property: value`, in any spacing.
bool StyleSays(std::string_view style, std::string_view property, std::string_view value) {
  std::string plain;
  for (const char c : style) {
    if (!IsHtmlBlank(c)) plain += Lower(c);
  }
  const std::string wanted = std::string(property) + ':' + std::string(value);
  for (size_t at = plain.find(wanted); at != std::string::npos; at = plain.find(wanted, at + 1)) {
    const size_t end = at + wanted.size();
    if ((at == 0 || plain[at - 1] == ';') && (end == plain.size() || plain[end] == ';' || plain[end] == '!'))
      return true;
  }
  return false;
}

using TagSet = std::array<bool, GUMBO_TAG_LAST>;

constexpr TagSet SetOf(std::initializer_list<GumboTag> tags) {
  TagSet set{};
  for (const GumboTag tag : tags) set[tag] = true;
  return set;
}

constexpr TagSet kLeftOut = SetOf({
    // Not text.
    GUMBO_TAG_SCRIPT,
    GUMBO_TAG_STYLE,
    GUMBO_TAG_HEAD,
    GUMBO_TAG_TITLE,
    GUMBO_TAG_SVG,
    GUMBO_TAG_MATH,
    GUMBO_TAG_OBJECT,
    GUMBO_TAG_EMBED,
    GUMBO_TAG_APPLET,
    GUMBO_TAG_IFRAME,
    GUMBO_TAG_FRAMESET,
    GUMBO_TAG_AUDIO,
    GUMBO_TAG_VIDEO,
    GUMBO_TAG_CANVAS,
    // Shown only by programs that are not browsers, or source code by definition.
    GUMBO_TAG_TEMPLATE,
    GUMBO_TAG_NOSCRIPT,
    GUMBO_TAG_NOEMBED,
    GUMBO_TAG_NOFRAMES,
    GUMBO_TAG_XMP,
    GUMBO_TAG_PLAINTEXT,
    // Form controls.
    GUMBO_TAG_BUTTON,
    GUMBO_TAG_INPUT,
    GUMBO_TAG_SELECT,
    GUMBO_TAG_TEXTAREA,
    GUMBO_TAG_LABEL,
    GUMBO_TAG_OUTPUT,
    GUMBO_TAG_PROGRESS,
    GUMBO_TAG_METER,
    GUMBO_TAG_DATALIST,
    // The reading of a word that stands there already.
    GUMBO_TAG_RT,
    GUMBO_TAG_RP,
    // Withdrawn: no longer part of the text, or no longer true.
    GUMBO_TAG_DEL,
    GUMBO_TAG_S,
    GUMBO_TAG_STRIKE,
});

// Elements that browsers show as blocks (WHATWG HTML, 15.3) and that state no mark.
constexpr TagSet kBlock = SetOf({
    GUMBO_TAG_ARTICLE, GUMBO_TAG_ASIDE,  GUMBO_TAG_BODY,   GUMBO_TAG_CENTER, GUMBO_TAG_DD,       GUMBO_TAG_DETAILS,
    GUMBO_TAG_DIR,     GUMBO_TAG_DIV,    GUMBO_TAG_DL,     GUMBO_TAG_DT,     GUMBO_TAG_FIELDSET, GUMBO_TAG_FOOTER,
    GUMBO_TAG_FORM,    GUMBO_TAG_HEADER, GUMBO_TAG_HGROUP, GUMBO_TAG_HR,     GUMBO_TAG_HTML,     GUMBO_TAG_LEGEND,
    GUMBO_TAG_MAIN,    GUMBO_TAG_MENU,   GUMBO_TAG_NAV,    GUMBO_TAG_OL,     GUMBO_TAG_SECTION,  GUMBO_TAG_SUMMARY,
    GUMBO_TAG_TBODY,   GUMBO_TAG_TFOOT,  GUMBO_TAG_THEAD,  GUMBO_TAG_TR,     GUMBO_TAG_UL,
});

constexpr HtmlRule MarkedBlock(MarkKind mark) { return {.flow = HtmlFlow::kBlock, .mark = mark}; }

// Elements that mean more than a block or no text.
struct TagRule {
  GumboTag tag;
  HtmlRule rule;
};
constexpr TagRule kTagRules[] = {
    {GUMBO_TAG_BR, {.flow = HtmlFlow::kLineBreak}},
    {GUMBO_TAG_TD, {.flow = HtmlFlow::kCell}},
    {GUMBO_TAG_TH, {.flow = HtmlFlow::kCell}},
    {GUMBO_TAG_PRE, {.flow = HtmlFlow::kBlock, .is_preformatted = true}},
    {GUMBO_TAG_LISTING, {.flow = HtmlFlow::kBlock, .is_preformatted = true}},
    {GUMBO_TAG_P, MarkedBlock(MarkKind::kParagraph)},
    {GUMBO_TAG_H1, MarkedBlock(MarkKind::kHeading)},
    {GUMBO_TAG_H2, MarkedBlock(MarkKind::kHeading)},
    {GUMBO_TAG_H3, MarkedBlock(MarkKind::kHeading)},
    {GUMBO_TAG_H4, MarkedBlock(MarkKind::kHeading)},
    {GUMBO_TAG_H5, MarkedBlock(MarkKind::kHeading)},
    {GUMBO_TAG_H6, MarkedBlock(MarkKind::kHeading)},
    {GUMBO_TAG_BLOCKQUOTE, MarkedBlock(MarkKind::kQuote)},
    {GUMBO_TAG_CAPTION, MarkedBlock(MarkKind::kCaption)},
    {GUMBO_TAG_FIGCAPTION, MarkedBlock(MarkKind::kCaption)},
    {GUMBO_TAG_FIGURE, {.flow = HtmlFlow::kBlock, .mark = MarkKind::kCaption, .mark_rule = MarkRule::kAlone}},
    {GUMBO_TAG_LI, MarkedBlock(MarkKind::kListItem)},
    {GUMBO_TAG_TABLE, MarkedBlock(MarkKind::kTable)},
    {GUMBO_TAG_ADDRESS, {.flow = HtmlFlow::kBlock, .mark = MarkKind::kByline, .mark_rule = MarkRule::kExtendLine}},
    {GUMBO_TAG_Q, {.mark = MarkKind::kQuote, .mark_rule = MarkRule::kWholeLine}},
    {GUMBO_TAG_TIME, {.mark = MarkKind::kDateline, .mark_rule = MarkRule::kWholeLine}},
};

using RuleTable = std::array<HtmlRule, GUMBO_TAG_LAST>;

constexpr RuleTable MakeRules() {
  RuleTable rules{};
  for (size_t tag = 0; tag < rules.size(); ++tag) {
    if (kBlock[tag]) rules[tag].flow = HtmlFlow::kBlock;
    if (kLeftOut[tag]) rules[tag].flow = HtmlFlow::kLeftOut;
  }
  for (const TagRule& row : kTagRules) rules[row.tag] = row.rule;
  return rules;
}

constexpr RuleTable kRules = MakeRules();

bool NamesCaption(std::string_view classes) {
  constexpr std::string_view kTerms[] = {"caption",      "cutline",        "photo-credit", "image-credit",
                                         "media-credit", "picture-credit", "img-credit",   "imgcaption"};
  // Most classes hold none of these letters.
  if (classes.find("apti") == std::string_view::npos && classes.find("redit") == std::string_view::npos &&
      classes.find("utline") == std::string_view::npos) {
    return false;
  }
  return std::ranges::any_of(kTerms, [&](std::string_view term) { return HasTerm(classes, term); });
}

void ApplyClass(std::string_view classes, HtmlRule* rule) {
  // What only screen readers speak repeats what is to be seen: "Image caption", "External link".
  for (const std::string_view hidden : {"sr-only", "visually-hidden", "screen-reader-text"}) {
    if (HasToken(classes, hidden)) rule->flow = HtmlFlow::kLeftOut;
  }
  if (HasToken(classes, "byline") || HasToken(classes, "author")) {
    rule->mark = MarkKind::kByline;
    rule->mark_rule = MarkRule::kExtendLine;
  }
  if (HasToken(classes, "dateline")) {
    rule->mark = MarkKind::kDateline;
    rule->mark_rule = MarkRule::kAsIs;
  }
  if (NamesCaption(classes)) {
    rule->mark = MarkKind::kCaption;
    rule->mark_rule = MarkRule::kAlone;
  }
}

bool Hides(std::string_view name, std::string_view value) {
  if (name == "hidden") return true;
  if (name == "aria-hidden") return SameIgnoringCase(value, "true");
  return name == "style" && (StyleSays(value, "display", "none") || StyleSays(value, "visibility", "hidden"));
}

void ApplyAttribute(std::string_view name, std::string_view value, HtmlRule* rule) {
  if (name == "class") ApplyClass(value, rule);
  if (Hides(name, value)) rule->is_hidden = true;
  if ((name == "rel" || name == "itemprop") && HasToken(value, "author")) {
    rule->mark = MarkKind::kByline;
    rule->mark_rule = MarkRule::kExtendLine;
  }
  // What AMP shows until, or instead of, what it loads; the quotation of a post is what it loads.
  if ((name == "placeholder" || name == "fallback" || name == "overflow") && rule->mark != MarkKind::kQuote)
    rule->flow = HtmlFlow::kLeftOut;
  // A table that only lays out a page.
  if (name == "role" && SameIgnoringCase(value, "presentation")) rule->mark.reset();
}

// AMP's elements that are no text of the article, by their names; HTML's parser knows none of them.
bool IsAmpMachinery(const GumboElement& element) {
  constexpr std::string_view kNames[] = {"amp-ad",
                                         "amp-analytics",
                                         "amp-app-banner",
                                         "amp-auto-ads",
                                         "amp-consent",
                                         "amp-embed",
                                         "amp-lightbox",
                                         "amp-live-list-update",
                                         "amp-next-page",
                                         "amp-pixel",
                                         "amp-sidebar",
                                         "amp-social-share",
                                         "amp-sticky-ad",
                                         "amp-story-player",
                                         "amp-subscriptions-dialog",
                                         "amp-user-notification",
                                         "amp-web-push",
                                         "amp-web-push-widget"};
  GumboStringPiece name = element.original_tag;
  gumbo_tag_from_original_text(&name);
  const std::string_view tag(name.data, name.length);
  return tag.size() > 4 &&
         std::ranges::any_of(kNames, [&](std::string_view one) { return SameIgnoringCase(tag, one); });
}

HtmlRule RuleForElement(const GumboElement& element) {
  if (element.tag_namespace != GUMBO_NAMESPACE_HTML) return {.flow = HtmlFlow::kLeftOut};
  if (element.tag == GUMBO_TAG_UNKNOWN && IsAmpMachinery(element)) return {.flow = HtmlFlow::kLeftOut};
  return kRules[element.tag];
}

}  // namespace

HtmlRule RuleFor(const HtmlNode& node) {
  const GumboElement& element = node.v.element;
  HtmlRule rule = RuleForElement(element);
  if (rule.flow == HtmlFlow::kLeftOut) return rule;
  if (element.tag == GUMBO_TAG_A && gumbo_get_attribute(&element.attributes, "href") != nullptr) {
    rule.mark = MarkKind::kLink;
  }
  for (unsigned int i = 0; i < element.attributes.length; ++i) {
    const auto* attribute = static_cast<const GumboAttribute*>(element.attributes.data[i]);
    ApplyAttribute(attribute->name, attribute->value, &rule);
  }
  return rule;
}

std::string_view AttributeOf(const HtmlNode& node, std::string_view name) {
  const GumboVector& attributes = node.v.element.attributes;
  for (unsigned int i = 0; i < attributes.length; ++i) {
    const auto* attribute = static_cast<const GumboAttribute*>(attributes.data[i]);
    if (attribute->name == name) return attribute->value;
  }
  return {};
}

bool HasToken(std::string_view list, std::string_view token) {
  for (size_t at = 0; at < list.size();) {
    while (at < list.size() && IsHtmlBlank(list[at])) ++at;
    const size_t begin = at;
    while (at < list.size() && !IsHtmlBlank(list[at])) ++at;
    if (at - begin == token.size() && SameIgnoringCase(list.substr(begin, token.size()), token)) return true;
  }
  return false;
}

}  // namespace marsad::decode
