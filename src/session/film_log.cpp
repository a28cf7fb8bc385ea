#include "session/film_log.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace droplet {
namespace {

bool same_place(const Shot& shot, const FilmLog::Picture& picture) {
    return shot.x0 == picture.x0 && shot.y0 == picture.y0 && shot.x1 == picture.x1 && shot.y1 == picture.y1;
}

bool shows(const Shot& shot, const FilmLog::Picture& picture) {
    return shot.step == picture.step && shot.events == static_cast<std::int64_t>(picture.log.size()) &&
           shot.settings == picture.settings && shot.display == picture.display && same_place(shot, picture);
}

}  // namespace

/// Of the film's frames those that come before a time; one at that very time does not, however it is rounded.
std::int64_t FilmLog::frames_before(Time time) const {
    constexpr double rounding = 1e-6;
    const double seconds = std::chrono::duration<double>(time - *first_).count();
    return static_cast<std::int64_t>(std::ceil(std::max(0.0, seconds * fps_ - rounding)));
}

/// With the preset that is kept already, if it is the same.
RunSettings FilmLog::shared(const Picture& picture) const {
    RunSettings settings = picture.settings;
    const auto share = [&](const RunSettings& kept) {
        const bool same = *kept.preset == *settings.preset;
        if (same) settings.preset = kept.preset;
        return same;
    };
    if (!takes_.empty() && share(takes_.back().shots.back().settings)) return settings;
    if (const auto logged = picture.log.settings()) share(*logged);
    return settings;
}

void FilmLog::begin_shot(const Picture& picture) {
    // Going on with what was kept of the run: not where it went back, nor where it began anew.
    const bool goes_on = !takes_.empty() && picture.step >= takes_.back().step &&
                         picture.source == takes_.back().source && picture.log.continues(takes_.back().log);
    Shot shot{.step = picture.step,
              .events = static_cast<std::int64_t>(picture.log.size()),
              .frames = 1,
              .settings = shared(picture),
              .display = picture.display,
              .x0 = picture.x0,
              .y0 = picture.y0,
              .x1 = picture.x1,
              .y1 = picture.y1};
    if (!goes_on) takes_.emplace_back();
    Kept& take = takes_.back();
    take.source = picture.source;
    take.log = picture.log;
    take.step = picture.step;
    take.complete = picture.log.complete();
    take.shots.push_back(std::move(shot));
    ++shots_;
}

/// live: what was shown for less than a frame of the film is no part of it.
void FilmLog::end_shot(Time time) {
    if (!takes_.empty()) {
        std::vector<Shot>& shots = takes_.back().shots;
        shots.back().frames = static_cast<int>(frames_before(time) - frames_before(begin_));
        if (shots.back().frames == 0) {
            shots.pop_back();
            --shots_;
            if (shots.empty()) takes_.pop_back();
        }
    }
    begin_ = time;
}

void FilmLog::add(const Picture& picture) {
    if (full_) return;
    if (!first_) first_ = begin_ = picture.time;
    if (!takes_.empty() && shows(takes_.back().shots.back(), picture) &&
        picture.log.continues(takes_.back().log)) {
        if (fps_ == 0) ++takes_.back().shots.back().frames;
        return;  // live, it is shown for longer
    }
    if (fps_ > 0) end_shot(picture.time);
    full_ = shots_ == most_shots;
    if (full_)
        takes_.back().complete = false;
    else
        begin_shot(picture);
}

std::vector<Take> FilmLog::takes(Time end) const {
    std::vector<Take> takes;
    for (const Kept& kept : takes_) {
        Take take{{kept.source, kept.log.events(), 0, kept.complete}, kept.shots};
        if (fps_ > 0 && &kept == &takes_.back() && !full_) {
            take.shots.back().frames = static_cast<int>(frames_before(end) - frames_before(begin_));
            if (take.shots.back().frames <= 0) take.shots.pop_back();
        }
        if (take.shots.empty()) continue;
        take.run.step = take.shots.back().step;
        take.run.events.resize(static_cast<std::size_t>(take.shots.back().events));
        takes.push_back(std::move(take));
    }
    return takes;
}

}  // namespace droplet
