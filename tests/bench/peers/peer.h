// What the programs that compare.sh measures side by side have in common. Each reads requests from standard
// input and answers each with one line of JSON, so that all stay alive and take turns in short bursts:
//
//   in   WIDTH HEIGHT CHANNELS THREADS STEPS SECONDS K RATE PICTURE [TASK]
//   out  {"seconds_per_step": …, "calls": …}     the median over calls of STEPS steps, for at least SECONDS
//   and a call
//
// PICTURE is a file of CHANNELS planes of float32. TASK is for programs that do several things. The first
// line out, before any request, names the program.
#pragma once
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <exception>
#include <fstream>
#include <functional>
#include <iostream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace peer {

struct Request {
    int width = 0, height = 0, channels = 0, threads = 1, steps = 1;
    double seconds = 0;
    float k = 0, rate = 0;
    std::string picture, task;

    std::size_t plane() const { return static_cast<std::size_t>(width) * static_cast<std::size_t>(height); }
    /// Whether the work prepared for `other` also serves this.
    bool same_work(const Request& other) const {
        return width == other.width && height == other.height && channels == other.channels &&
               threads == other.threads && steps == other.steps && k == other.k && rate == other.rate &&
               picture == other.picture && task == other.task;
    }
};

inline std::vector<float> read_picture(const Request& request) {
    std::vector<float> values(request.plane() * static_cast<std::size_t>(request.channels));
    std::ifstream file(request.picture, std::ios::binary);
    const auto bytes = static_cast<std::streamsize>(values.size() * sizeof(float));
    if (!file.read(reinterpret_cast<char*>(values.data()), bytes))
        throw std::runtime_error(request.picture + ": cannot be read");
    return values;
}

inline double median(std::vector<double>& values) {
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

/// What a request asks for: one call of it, and more members of the answer, made after the calls.
struct Work {
    std::function<void()> call;
    std::function<std::string()> more_members;

    Work() = default;
    template <class Call>
    Work(Call function) : call(std::move(function)) {}
    Work(std::function<void()> function, std::function<std::string()> more)
        : call(std::move(function)), more_members(std::move(more)) {}
};

struct Timing {
    double seconds_per_step, cpu_seconds_per_step;
    int calls;
};

inline Timing time_calls(const std::function<void()>& call, const Request& request) {
    using Clock = std::chrono::steady_clock;
    std::vector<double> seconds, cpu_seconds;
    double total = 0;
    do {
        const auto start = Clock::now();
        const std::clock_t cpu_start = std::clock();
        call();
        cpu_seconds.push_back(static_cast<double>(std::clock() - cpu_start) / CLOCKS_PER_SEC);
        seconds.push_back(std::chrono::duration<double>(Clock::now() - start).count());
        total += seconds.back();
    } while (total < request.seconds);
    return {median(seconds) / request.steps, median(cpu_seconds) / request.steps,
            static_cast<int>(seconds.size())};
}

/// Serves requests until the input ends. `prepare(request)` returns the Work, or just the function, that does
/// one call of request.steps steps; it is called once untimed. `name` and `version` are printed, and must
/// need no escaping in JSON.
template <class Prepare>
int serve(const std::string& name, const std::string& version, Prepare prepare) try {
    std::printf("{\"name\": \"%s\", \"version\": \"%s\"}\n", name.c_str(), version.c_str());
    std::fflush(stdout);
    Request current;
    Work work;
    for (std::string line; std::getline(std::cin, line);) {
        std::istringstream words(line);
        Request r;
        if (!(words >> r.width >> r.height >> r.channels >> r.threads >> r.steps >> r.seconds >> r.k >>
              r.rate >> r.picture))
            throw std::runtime_error("not a request: " + line);
        words >> r.task;
        if (!work.call || !r.same_work(current)) {
            work = {};  // frees the memory of the last work first
            work = prepare(r);
            work.call();
            current = r;
        }
        const Timing timing = time_calls(work.call, r);
        const std::string more = work.more_members ? work.more_members() : "";
        std::printf("{\"seconds_per_step\": %.9g, \"cpu_seconds_per_step\": %.9g, \"calls\": %d%s}\n",
                    timing.seconds_per_step, timing.cpu_seconds_per_step, timing.calls, more.c_str());
        std::fflush(stdout);
    }
    return 0;
} catch (const std::exception& error) {
    std::fprintf(stderr, "%s: %s\n", name.c_str(), error.what());
    return 1;
}

}  // namespace peer
