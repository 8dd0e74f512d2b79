#include "stages/decode/html/values.h"

#include <libxml/uri.h>

#include <algorithm>
#include <iterator>
#include <memory>
#include <utility>

#include "stages/decode/html/text.h"

namespace marsad::decode {
namespace {

constexpr size_t kMaxNames = 64;
constexpr size_t kSample = 48;  // bytes, of a text that is looked for in another

}  // namespace

bool IsBlank(char c) { return static_cast<unsigned char>(c) <= 0x20; }

std::string Line(std::string_view text) { return CleanLine(text).text; }

// Text of JSON-LD or <meta>, which many sites escape twice or write with tags. Its line breaks stay.
Cleaned PlainText(std::string_view text) {
  if (text.find_first_of("<&") == std::string_view::npos) return {.text = std::string(text)};
  const bool has_tags = text.find("</") != std::string_view::npos || text.find("<p>") != std::string_view::npos ||
                        text.find("<br") != std::string_view::npos;
  OrRefusal<RichText> rich = ReadHtmlFragment(has_tags ? std::string(text) : "<pre>\n" + std::string(text) + "</pre>");
  if (!rich) return {};
  return {.text = std::move(rich->text), .dropped = rich->controls};
}

Cleaned LineOf(const Cleaned& text) {
  Cleaned line = CleanLine(text.text);
  line.dropped += text.dropped;
  return line;
}

std::string PlainLine(std::string_view text) { return LineOf(PlainText(text)).text; }

// RFC 3986, 5.2. Empty if the result is no address of the web.
std::string Resolve(std::string_view reference, std::string_view base) {
  std::string plain = Line(reference);
  if (plain.empty() || IsHttpAddress(plain)) return plain;
  if (base.empty()) return {};
  const std::unique_ptr<xmlChar, decltype(xmlFree)> built(
      xmlBuildURI(reinterpret_cast<const xmlChar*>(plain.c_str()),
                  reinterpret_cast<const xmlChar*>(std::string(base).c_str())),
      xmlFree);
  const std::string url = built == nullptr ? "" : reinterpret_cast<const char*>(built.get());
  return IsHttpAddress(url) ? url : "";
}

void AddOnce(std::string name, std::vector<std::string>* to) {
  if (name.empty() || to->size() >= kMaxNames || std::ranges::find(*to, name) != to->end()) return;
  to->push_back(std::move(name));
}

std::string WithoutBlanks(std::string_view text) {
  std::string dense;
  std::copy_if(text.begin(), text.end(), std::back_inserter(dense), [](char c) { return !IsBlank(c); });
  return dense;
}

// Whether `page` holds what `stated` says: its beginning, middle and end.
bool Holds(std::string_view page, std::string_view stated) {
  const std::string in = WithoutBlanks(page);
  const std::string what = WithoutBlanks(stated);
  for (const size_t at : {size_t{0}, what.size() / 2, what.size() - std::min(what.size(), kSample)}) {
    if (in.find(what.substr(at, kSample)) == std::string::npos) return false;
  }
  return true;
}

}  // namespace marsad::decode
