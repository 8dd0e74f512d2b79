#include "lib/app/last_resort.h"

#include <pthread.h>
#include <signal.h>
#include <sys/time.h>
#include <unistd.h>

#include <atomic>

namespace marsad::app {
namespace {

std::atomic<int> last_code = kWatchdog;
static_assert(std::atomic<int>::is_always_lock_free, "a signal handler reads it");

}  // namespace

void EndWithin(std::chrono::milliseconds time, ExitCode code) {
  constexpr int64_t kMillis = 1000;
  last_code = code;
  struct sigaction action {};
  action.sa_handler = [](int) { _exit(last_code); };
  sigaction(SIGALRM, &action, nullptr);
  // One thread that takes it is enough; whoever asks may be the only one that does not hang.
  sigset_t alarm;
  sigemptyset(&alarm);
  sigaddset(&alarm, SIGALRM);
  pthread_sigmask(SIG_UNBLOCK, &alarm, nullptr);
  itimerval timer{};
  timer.it_value.tv_sec = time.count() / kMillis;
  timer.it_value.tv_usec = time.count() % kMillis * kMillis;
  setitimer(ITIMER_REAL, &timer, nullptr);
}

}  // namespace marsad::app
