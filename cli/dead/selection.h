// Which dead letters are meant: --reason, --stage, --topic, --key, --kind, --since, --until.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/dead/letters.h"
#include "lib/base/result.h"

namespace CLI {
class App;
}

namespace marsad::cli {

// As given. Of one kind any will do; of several kinds all must hold. Empty means any.
struct Selection {
  std::vector<std::string> reasons{};  // names of marsad.v1.DeadLetter.Code
  std::vector<std::string> stages{};
  std::vector<std::string> topics{};  // of the originals
  std::vector<std::string> keys{};    // of the originals; from decode on an article's uri
  std::string kind{};                 // "refused", "passed-on"
  std::string since{};
  std::string until{};

  bool everything() const;
};

void AddSelectionOptions(CLI::App& verb, Selection* selection);

// Milliseconds since 1970 of 2026-11-03T09:00:00Z, or of 30s, 15m, 2h, 3d before `now_ms`.
Result<int64_t> ParseMoment(std::string_view text, int64_t now_ms);

// A selection whose times are known.
class Filter {
 public:
  static Result<Filter> Of(const Selection& selection, int64_t now_ms);
  bool Matches(const Letter& letter) const;
  // The first place of each partition that can match.
  kafka::ReadFrom start() const;

 private:
  explicit Filter(Selection selection) : selection_(std::move(selection)) {}

  bool IsInTime(Timestamp timestamp) const;

  Selection selection_;
  std::optional<int64_t> since_ms_;
  std::optional<int64_t> until_ms_;
};

}  // namespace marsad::cli
