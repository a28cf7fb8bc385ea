// The convolutions that are measured, the same for every program. A task is KIND:SIZE:
//
//   dense:N      N x N random weights in [−1, 1]: no kernel of smaller rank
//   gaussian:N   N x N, [1 4 6 4 1]ᵀ [1 4 6 4 1] / 256 for 5, else of OpenCV's σ for the size
//   box:N        N x N weights 1/N²
//
// Borders are reflect-101, the result has the picture's size.
#pragma once
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <stdexcept>
#include <string>
#include <vector>

namespace peer {

struct ConvolutionTask {
    std::string kind;
    int size = 0;

    explicit ConvolutionTask(const std::string& text) {
        const auto colon = text.find(':');
        kind = text.substr(0, colon);
        if (colon != std::string::npos) size = std::stoi(text.substr(colon + 1));
    }
};

inline double gaussian_sigma(int size) {
    return 0.3 * ((size - 1) * 0.5 - 1) + 0.8;
}

inline std::vector<float> gaussian_row(int size) {
    if (size == 5) return {1 / 16.0f, 4 / 16.0f, 6 / 16.0f, 4 / 16.0f, 1 / 16.0f};
    std::vector<double> row;
    double sum = 0;
    for (int i = 0; i < size; ++i) {
        const double x = (i - (size - 1) / 2.0) / gaussian_sigma(size);
        row.push_back(std::exp(-x * x / 2));
        sum += row.back();
    }
    std::vector<float> scaled;
    for (const double value : row) scaled.push_back(static_cast<float>(value / sum));
    return scaled;
}

/// Row by row.
inline std::vector<float> weights_of(const ConvolutionTask& task) {
    const int n = task.size;
    std::vector<float> weights(static_cast<std::size_t>(n) * static_cast<std::size_t>(n));
    std::uint32_t state = 12345;
    for (std::size_t i = 0; i < weights.size(); ++i) {
        if (task.kind == "dense") {
            state ^= state << 13, state ^= state >> 17, state ^= state << 5;
            weights[i] = static_cast<float>(state >> 8) / static_cast<float>(1 << 23) - 1.0f;
        } else if (task.kind == "gaussian") {
            const std::vector<float> row = gaussian_row(n);
            weights[i] = row[i / static_cast<std::size_t>(n)] * row[i % static_cast<std::size_t>(n)];
        } else if (task.kind == "box") {
            weights[i] = 1.0f / static_cast<float>(n * n);
        } else {
            throw std::runtime_error("not a convolution: " + task.kind);
        }
    }
    return weights;
}

/// One number of a result, value(c, y, x), by which compare.py sees that all programs computed the same.
template <class Value>
double checksum(int channels, int height, int width, Value value) {
    double sum = 0;
    for (int c = 0; c < channels; ++c)
        for (int y = 0; y < height; ++y)
            for (int x = 0; x < width; ++x)
                sum += std::fabs(static_cast<double>(value(c, y, x))) * ((7 * x + 13 * y + 29 * c) % 97);
    return sum;
}

/// What the answer to a request holds beside the times.
inline std::string convolution_answer(const char* method, double sum) {
    char text[128];
    std::snprintf(text, sizeof text, ", \"method\": \"%s\", \"checksum\": %.9g", method, sum);
    return text;
}

}  // namespace peer
