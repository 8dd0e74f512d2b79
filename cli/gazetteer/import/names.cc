#include "cli/gazetteer/import/names.h"

#include <algorithm>
#include <vector>

#include "stages/tag/gazetteer_builder.h"

namespace marsad::cli {
namespace {

constexpr size_t kMaxNameBytes = 200;
constexpr size_t kMaxShortName = 5;  // letters of US, WHO, OPEC
constexpr std::string_view kSigns = "=?^*#";

bool IsShortName(std::string_view name) {
  return name.size() <= kMaxShortName && std::ranges::all_of(name, [](char c) { return c >= 'A' && c <= 'Z'; });
}

// Whether a list can hold it.
bool CanBeName(std::string_view name) {
  const auto is_foreign = [](char c) { return static_cast<unsigned char>(c) < ' ' || c == '|' || c == '\x7F'; };
  if (name.empty() || name.size() > kMaxNameBytes || std::ranges::any_of(name, is_foreign)) return false;
  return kSigns.find(name.front()) == std::string_view::npos && !tag::NameKey(name).empty();
}

}  // namespace

std::string NameCell(std::span<const std::string_view> names, bool is_known) {
  std::string cell;
  std::vector<std::string_view> seen;
  for (const std::string_view name : names) {
    if (!CanBeName(name) || std::ranges::find(seen, name) != seen.end()) continue;
    seen.push_back(name);
    if (!cell.empty()) cell += '|';
    if (IsShortName(name)) cell += '=';
    if (!is_known && name.find(' ') == std::string_view::npos) cell += '?';
    cell += name;
  }
  return cell;
}

}  // namespace marsad::cli
