/* Clock, processor time, memory and latencies. */
#include "lc.h"
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>

static uint32_t *latencies; /* µs */
static size_t measured, room_for;
static bool sorted;

uint64_t now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1000000000ull + t.tv_nsec;
}

/* schedstat counts nanoseconds; /proc/PID/stat is too coarse for what one message costs. */
static uint64_t processor_ns_of(int pid) {
  char name[400];
  snprintf(name, sizeof name, "/proc/%d/task", pid);
  DIR *tasks = opendir(name);
  if (!tasks) return 0;
  uint64_t sum = 0;
  struct dirent *task;
  while ((task = readdir(tasks))) {
    if (task->d_name[0] == '.') continue;
    snprintf(name, sizeof name, "/proc/%d/task/%s/schedstat", pid, task->d_name);
    FILE *file = fopen(name, "r");
    unsigned long long ns;
    if (!file) continue;
    if (fscanf(file, "%llu", &ns) == 1) sum += ns;
    fclose(file);
  }
  closedir(tasks);
  return sum;
}

uint64_t processor_ns(void) {
  uint64_t sum = 0;
  for (int i = 0; i < ask.pid_count; i++) sum += processor_ns_of(ask.pids[i]);
  return sum;
}

double seconds_since(uint64_t processor) {
  uint64_t used = processor_ns();
  return used > processor ? (used - processor) / 1e9 : 0;
}

uint64_t own_processor_ns(void) {
  struct rusage used;
  getrusage(RUSAGE_SELF, &used);
  return (used.ru_utime.tv_sec + used.ru_stime.tv_sec) * 1000000000ull +
         (used.ru_utime.tv_usec + used.ru_stime.tv_usec) * 1000ull;
}

double memory_kb(void) {
  double sum = 0;
  for (int i = 0; i < ask.pid_count; i++) {
    char name[64], line[256];
    snprintf(name, sizeof name, "/proc/%d/smaps_rollup", ask.pids[i]);
    FILE *file = fopen(name, "r");
    if (!file) continue;
    unsigned long long kb;
    while (fgets(line, sizeof line, file))
      if (sscanf(line, "Pss: %llu", &kb) == 1) sum += kb;
    fclose(file);
  }
  return sum;
}

void forget_latencies(size_t room) {
  if (room > room_for) latencies = realloc(latencies, room * sizeof *latencies);
  if (room > room_for) room_for = room;
  measured = 0;
}

void note_latency(uint64_t ns) {
  if (measured < room_for) latencies[measured++] = ns / 1000;
  sorted = false;
}

static int by_size(const void *a, const void *b) {
  uint32_t one = *(const uint32_t *)a, other = *(const uint32_t *)b;
  return (one > other) - (one < other);
}

double latency_ms(double quantile) {
  if (!measured) return -1;
  if (!sorted) qsort(latencies, measured, sizeof *latencies, by_size);
  sorted = true;
  return latencies[(size_t)((measured - 1) * quantile)] / 1000.0;
}
