#include "lib/kafka/session/statistics.h"

#include <gtest/gtest.h>

namespace marsad::kafka {
namespace {

// Shaped as librdkafka's STATISTICS.md describes; partitions in the middle, at the end after a transaction marker, not
// yet read, never held and taken away.
constexpr char kJson[] = R"({
  "brokers": {
    "a:1/1": {"nodeid": 1, "state": "UP", "source": "learned", "rtt": {"avg": 2500}},
    "b:1/2": {"nodeid": 2, "state": "DOWN", "source": "learned", "rtt": {"avg": 9000000}},
    "GroupCoordinator": {"nodeid": 1, "state": "UP", "source": "logical", "rtt": {"avg": 1000}}},
  "topics": {"in": {"partitions": {
    "0": {"fetch_state": "active", "fetchq_cnt": 7, "fetchq_size": 700, "next_offset": 50, "app_offset": 40,
          "committed_offset": 30, "lo_offset": 0, "ls_offset": 100, "consumer_lag": 70},
    "1": {"fetch_state": "active", "fetchq_cnt": 0, "fetchq_size": 0, "next_offset": 21, "app_offset": 20,
          "committed_offset": 20, "lo_offset": 0, "ls_offset": 21, "consumer_lag": 1},
    "2": {"fetch_state": "active", "fetchq_cnt": 0, "fetchq_size": 0, "next_offset": 0, "app_offset": -1001,
          "committed_offset": -1001, "lo_offset": 5, "ls_offset": 12, "consumer_lag": -1},
    "3": {"fetch_state": "none", "ls_offset": 1000},
    "4": {"fetch_state": "stopped", "fetchq_cnt": 3, "app_offset": 4, "ls_offset": 1000},
    "-1": {"fetch_state": "none"}}},
   "other": {"partitions": {"0": {"fetch_state": "active", "ls_offset": 5}}}}})";

TEST(Statistics, CountsLagFromThePositionToTheLastStableOffset) {
  const Statistics statistics = ParseStatistics(kJson, "in");
  ASSERT_EQ(statistics.lags.size(), 3u);
  EXPECT_EQ(statistics.lags[0].records, 60);
  EXPECT_EQ(statistics.lags[1].records, 0) << "a marker is no lag";
  EXPECT_EQ(statistics.lags[2].records, 7) << "what was deleted is no lag";
  EXPECT_EQ(statistics.lags[0].position, Offset(40));
  EXPECT_EQ(statistics.lags[2].position, Offset(5));
  EXPECT_EQ(statistics.fetched_bytes, 700u);
}

TEST(Statistics, CountsEachConnectedBrokerOnce) {
  const Statistics statistics = ParseStatistics(kJson, "in");
  EXPECT_EQ(statistics.brokers_up, 1u);
}

TEST(Statistics, BrokenOrForeignJsonGivesNothing) {
  for (const char* json : {"", "{", "[]", "{\"brokers\": 3, \"topics\": {\"in\": []}}"}) {
    const Statistics statistics = ParseStatistics(json, "in");
    EXPECT_TRUE(statistics.lags.empty());
    EXPECT_EQ(statistics.brokers_up, 0u);
  }
}

}  // namespace
}  // namespace marsad::kafka
