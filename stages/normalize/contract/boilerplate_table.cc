#include "stages/normalize/contract/boilerplate_table.h"

#include <array>
#include <charconv>
#include <cstdio>

#include "lib/base/take_until.h"
#include "lib/record/sha256.h"
#include "marsad/v1/article.pb.h"

namespace marsad::normalize {
namespace {

constexpr std::string_view kHead = "marsad-boilerplate\t1\n";
constexpr size_t kHashDigits = 16;

bool ReadNumber(std::string_view text, int base, uint64_t* number) {
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, *number, base);
  return error == std::errc() && stop == end;
}

std::string Head(std::string_view rows) {
  return std::string(kHead) + "fold\t" + std::to_string(text::kFoldVersion) + "\nsha256\t" + record::Sha256Hex(rows) +
         "\n";
}

// False if `line` is no row.
bool ReadRow(std::string_view line, RepeatedLines* lines, RepeatedLines::Source** source) {
  constexpr std::string_view kSource = "source\t";
  const bool is_source = line.starts_with(kSource);
  if (is_source) line.remove_prefix(kSource.size());
  const size_t tab = line.find('\t');
  if (tab == line.npos) return false;
  uint64_t number = 0;
  if (is_source) {
    *source = &lines->sources[std::string(line.substr(tab + 1))];
    return ReadNumber(line.substr(0, tab), 10, &(*source)->articles);
  }
  uint64_t key = 0;
  if (*source == nullptr || tab != kHashDigits || !ReadNumber(line.substr(0, tab), 16, &key)) return false;
  if (!ReadNumber(line.substr(tab + 1), 10, &number)) return false;
  (*source)->lines[key] = number;
  return true;
}

std::string OneLine(std::string name) {
  for (char& c : name) {
    if (c == '\t' || c == '\n' || c == '\r') c = ' ';
  }
  return name;
}

}  // namespace

std::string SourceKey(const v1::Article& article) {
  if (!article.source().uri().empty()) return OneLine(article.source().uri());
  if (!article.source().name().empty()) return OneLine(article.source().name());
  const std::string& url = article.url();
  const size_t scheme = url.find("://");
  if (scheme == std::string::npos) return {};
  return OneLine(url.substr(scheme + 3, url.find_first_of("/?#", scheme + 3) - scheme - 3));
}

std::string WriteTable(const RepeatedLines& lines) {
  std::string rows;
  for (const auto& [name, source] : lines.sources) {
    rows += "source\t" + std::to_string(source.articles) + '\t' + name + '\n';
    for (const auto& [key, articles] : source.lines) {
      std::array<char, kHashDigits + 1> digits{};
      std::snprintf(digits.data(), digits.size(), "%016llx", static_cast<unsigned long long>(key));
      rows += std::string(digits.data()) + '\t' + std::to_string(articles) + '\n';
    }
  }
  return Head(rows) + rows;
}

Result<RepeatedLines> ParseTable(std::string_view bytes) {
  if (!bytes.starts_with(kHead))
    return Fail("line 1: not \"marsad-boilerplate<TAB>1\"; allowed: what marsad boilerplate writes");
  std::string_view rest = bytes.substr(kHead.size());
  const std::string_view fold = TakeUntil('\n', &rest);
  if (fold != "fold\t" + std::to_string(text::kFoldVersion)) {
    return Fail("line 2: \"" + std::string(fold.substr(0, 40)) + "\"; this build folds by version " +
                std::to_string(text::kFoldVersion) + ": learn the table again");
  }
  TakeUntil('\n', &rest);
  if (!bytes.starts_with(Head(rest)))
    return Fail("line 3: the sha256 is not that of the rows: the file was changed or cut");
  RepeatedLines lines;
  RepeatedLines::Source* source = nullptr;
  for (int number = 4; !rest.empty(); ++number) {
    if (!ReadRow(TakeUntil('\n', &rest), &lines, &source)) {
      return Fail("line " + std::to_string(number) +
                  ": allowed: source<TAB>ARTICLES<TAB>NAME, or a hash of 16 hexadecimal digits<TAB>ARTICLES");
    }
  }
  return lines;
}

}  // namespace marsad::normalize
