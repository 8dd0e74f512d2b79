// What a run of the demo brought, for the terminal's last lines and for the page.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace marsad::v1 {
class DeadLetter;
class EnrichedArticle;
}  // namespace marsad::v1

namespace marsad::cli {

// One record of news.stories (an article or a kill) or of news.dead.
struct Arrival {
  size_t item = 0;  // which of the records that were sent it comes from
  std::string key;
  std::string value;  // the bytes of the record; empty: a kill
  std::shared_ptr<const v1::EnrichedArticle> article;
  std::shared_ptr<const v1::EnrichedArticle> kill = nullptr;  // what cluster says of it, or null
  std::shared_ptr<const v1::DeadLetter> dead;
};

// One stage, from the StageRuns that the runner wrote into the records.
struct StageFigure {
  std::string stage;
  size_t records = 0;
  size_t failed = 0;
  // Time in the stage of a record. The mean would say how long the first article of a language waits for its model.
  double median_seconds = 0;
};

struct DemoReport {
  std::vector<Arrival> arrivals;  // in the order in which their records were sent
  std::vector<StageFigure> stages;
  size_t sent = 0;
  uint64_t sent_bytes = 0;
  double seconds = 0;  // from the first record sent to the last outcome read
  // From the moment that a record was in news.raw until its outcome was read, in milliseconds.
  double latency_p50_ms = 0;
  double latency_p99_ms = 0;
};

}  // namespace marsad::cli
