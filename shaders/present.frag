#version 450 core
// Shows the texels of a frame: nearest when magnified, averaged over the pixel's footprint when reduced, and over a
// checkerboard where the picture is transparent.
layout(binding = 0) uniform sampler2D frame;
uniform vec2 texels;        // texels across the region; the last of a row may be covered in part
uniform vec2 texture_size;  // of the whole texture, of which the frame fills the top left
uniform int mode;           // 0 nearest, 1 smooth, 2 smooth over a footprint
uniform vec2 footprint;     // texels a quarter of a pixel spans
uniform float checker_size;
uniform vec3 checker_dark, checker_light;
in vec2 corner;
out vec4 colour;

vec4 smooth_at(vec2 position) {
    return texture(frame, clamp(position, vec2(0.5), ceil(texels) - 0.5) / texture_size);
}

void main() {
    vec2 position = corner * texels;
    vec4 texel;
    if (mode == 0) {
        texel = texelFetch(frame, ivec2(min(position, ceil(texels) - 1.0)), 0);
    } else if (mode == 1) {
        texel = smooth_at(position);
    } else {
        vec2 d = footprint;
        texel = 0.25 * (smooth_at(position + vec2(-d.x, -d.y)) + smooth_at(position + vec2(d.x, -d.y)) +
                        smooth_at(position + vec2(-d.x, d.y)) + smooth_at(position + vec2(d.x, d.y)));
    }
    vec2 square = floor(gl_FragCoord.xy / checker_size);
    vec3 board = mod(square.x + square.y, 2.0) < 0.5 ? checker_dark : checker_light;
    colour = vec4(mix(board, texel.rgb, clamp(texel.a, 0.0, 1.0)), 1.0);
}
