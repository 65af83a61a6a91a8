/* Templates, lists in options, and what is looked for in a message. */
#include "lc.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

size_t fill(char *to, size_t room, const char *template, const struct connection *c,
            struct blanks blanks) {
  size_t used = 0;
  int number = c - all;
  for (const char *t = template; *t; t++) {
    if (used + 1 >= room) break;
    if (t[0] != '{' || !t[1] || t[2] != '}' || !strchr("IXNCMES", t[1])) {
      to[used++] = *t;
      continue;
    }
    char *at = to + used;
    size_t left = room - used;
    int size = 0;
    switch (t[1]) {
    case 'I': size = snprintf(at, left, "%d", number); break;
    case 'X':
      size = snprintf(at, left, "%s", ask.value_count > number ? ask.values[number] : "");
      break;
    case 'N': size = snprintf(at, left, "%d", blanks.number); break;
    case 'C': size = snprintf(at, left, "%s", blanks.choice ? blanks.choice : ""); break;
    case 'M': size = snprintf(at, left, "%s", blanks.marker ? blanks.marker : ""); break;
    case 'E': size = snprintf(at, left, "%s", c->epoch); break;
    case 'S': size = snprintf(at, left, "%ld", c->seq); break;
    }
    if ((size_t)size >= left) {
      fprintf(stderr, "Too long when filled in: %s\n", template);
      exit(2);
    }
    used += size;
    t += 2;
  }
  to[used] = 0;
  return used;
}

void choices_from(char *list) {
  for (char *one = strtok(list, ","); one && ask.choice_count < 16; one = strtok(NULL, ","))
    ask.choices[ask.choice_count++] = one;
}

static int numbers_from(char *list, int *numbers, int most) {
  int found = 0;
  for (char *one = strtok(list, ","); one && found < most; one = strtok(NULL, ","))
    numbers[found++] = atoi(one);
  return found;
}

void ports_from(char *list) { ask.port_count = numbers_from(list, ask.ports, 8); }

void pids_from(char *list) { ask.pid_count = numbers_from(list, ask.pids, 64); }

void values_from(const char *name) {
  FILE *file = fopen(name, "r");
  if (!file) {
    perror(name);
    exit(2);
  }
  char *line = NULL;
  size_t room = 0;
  ssize_t size;
  while ((size = getline(&line, &room, file)) > 0) {
    if (line[size - 1] == '\n') line[size - 1] = 0;
    if (ask.value_count % 1024 == 0)
      ask.values = realloc(ask.values, (ask.value_count + 1024) * sizeof *ask.values);
    ask.values[ask.value_count++] = strdup(line);
  }
  free(line);
  fclose(file);
}

bool stalls(const struct connection *c) { return c - all >= ask.sockets; }

bool holds(const uint8_t *text, size_t size, const char *mark) {
  return memmem(text, size, mark, strlen(mark)) != NULL;
}

long number_after(const uint8_t *text, size_t size, const char *mark) {
  const uint8_t *found = memmem(text, size, mark, strlen(mark)), *end = text + size;
  if (!found) return -1;
  long number = 0;
  const uint8_t *digit = found + strlen(mark);
  if (digit == end || *digit < '0' || *digit > '9') return -1;
  for (; digit < end && *digit >= '0' && *digit <= '9'; digit++)
    number = number * 10 + *digit - '0';
  return number;
}
