# The server alone, in an image with nothing else in it: no shell, no packages,
# no root. The store is elsewhere (see docker-compose.yml).
FROM golang:1.26-bookworm AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN CGO_ENABLED=0 go build -trimpath -ldflags="-s -w" -o /entente ./cmd/entente

FROM gcr.io/distroless/static-debian12:nonroot
COPY --from=build /entente /entente
USER 65532:65532
EXPOSE 8080
ENTRYPOINT ["/entente"]
CMD ["serve"]
